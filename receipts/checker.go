package receipts

import "context"

// Checker is a registrar or gateway that can tell in advance whether it will work.
type Checker interface {
	// Check looks whether credentials and settings are good. It registers nothing and moves no money. The error says all
	// that is wrong: it is of class Auth where a person must act, and of class Retry where the service cannot be asked now.
	Check(ctx context.Context) error
}
