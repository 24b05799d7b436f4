"""What compiled code asks of the processor beyond Python: unaligned words, bytes told 64 at once, and wide vectors."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic


@intrinsic
def load64(typing_context: Any, codes: Any, at: Any) -> Any:
    """Eight bytes of an array from a place on, as a little-endian number. The array must hold them."""

    def generated(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        place = builder.gep(array.data, [arguments[1]])
        loaded = builder.load(builder.bitcast(place, ir.IntType(64).as_pointer()))
        loaded.align = 1
        return loaded

    return types.uint64(codes, types.int64), generated


@intrinsic
def among64(typing_context: Any, codes: Any, at: Any, bits: Any, first: Any, last: Any) -> Any:
    """Which of 64 bytes of an array from a place on, with these bits set, are from `first` to `last`: a bit each."""

    def generated(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        vector = ir.VectorType(ir.IntType(8), 64)
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        place = builder.gep(array.data, [arguments[1]])
        loaded = builder.load(builder.bitcast(place, vector.as_pointer()))
        loaded.align = 1

        def everywhere(value: Any) -> Any:
            one = builder.insert_element(
                ir.Constant(vector, ir.Undefined), builder.trunc(value, ir.IntType(8)), ir.Constant(ir.IntType(32), 0)
            )
            return builder.shuffle_vector(
                one, ir.Constant(vector, ir.Undefined), ir.Constant(ir.VectorType(ir.IntType(32), 64), [0] * 64)
            )

        bits, first, last = (everywhere(value) for value in arguments[2:])
        above = builder.sub(builder.or_(loaded, bits), first)
        return builder.bitcast(builder.icmp_unsigned("<=", above, builder.sub(last, first)), ir.IntType(64))

    number = types.int64
    return types.uint64(codes, number, number, number, number), generated


@intrinsic
def ones(typing_context: Any, bits: Any) -> Any:
    """How many bits of a number of 64 are one."""

    def generated(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.int64(types.uint64), generated


@intrinsic
def trailing_zeros(typing_context: Any, bits: Any) -> Any:
    """How many bits of a number of 64 are zero before the lowest one; 64 of zero."""

    def generated(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(types.uint64), generated


@intrinsic
def wide_vectors(typing_context: Any) -> Any:
    """Ask for vectors of 512 bits in the function that calls this, where the processor has them.

    LLVM prefers 256 bits on some that do; for multiplications the wide ones take two thirds of the time.
    """

    def generated(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        # llvmlite takes the attributes that it knows, and this one only as it is written; without it all is equal.
        with suppress(TypeError, AttributeError):
            set.add(builder.function.attributes, '"prefer-vector-width"="512"')
        return context.get_dummy_value()

    return types.void(), generated
