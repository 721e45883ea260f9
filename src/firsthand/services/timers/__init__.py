"""What happens because time passed: clocks that come due, and books that take force."""
