package erp

// RefusedLabel returns the key of the label that marks an outside code as refused, so that a system that reads the same
// code again does not report the same intent again.
func RefusedLabel(code string) string { return "refused/" + code }

// SeenLabel returns the key of the label that keeps what was read last of an order in an account: Reading.Seen.
func SeenLabel(account string) string { return "seen/" + account }
