package erp

// RefusedLabel returns the key of the label that marks an outside code as refused, so that a system that reads the same
// code again does not report the same intent again.
func RefusedLabel(code string) string { return "refused/" + code }
