"""Codecs beside xdrlib3 and protobuf-upb: six messages, built by each in its own way."""
