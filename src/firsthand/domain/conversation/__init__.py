"""What people write to each other, by whatever channel it goes."""
