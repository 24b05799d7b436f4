"""What one article says of its sources: who speaks where, whose words it cites, credits and documents."""
