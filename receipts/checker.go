package receipts

import "context"

// Checker is a registrar or gateway that can check its settings.
type Checker interface {
	// Check checks the credentials and settings. It registers no receipt and moves no money. The error lists everything
	// that is wrong. It is of class Auth if a person must act, and of class Retry if the service cannot be reached now.
	Check(ctx context.Context) error
}
