"""Encoders of the BERT family: a folder of weights becomes an int8 graph, which onnxruntime runs on the CPU.

`folders` reads what somebody else's folder says, `adding` builds and keeps, `transformer` encodes. What
these need (numpy, onnxruntime, tokenizers) is the optional extra `semantic`, imported when first used.
"""
