"""What all articles say together: things and events of the world, each as one row, with ids that last."""
