package erp

import (
	"context"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// Webhooker is a system that calls us.
type Webhooker interface {
	// Receive authenticates and reads one call. It changes nothing. Without credentials set every call is refused. body is
	// the request's, read already and bounded; r.Body is not read. The error says why the call was refused, and
	// Post.Answer is then the refusal in the system's own form.
	Receive(r *http.Request, body []byte) (Post, error)
}

// Post is what one call of the system brought.
type Post struct {
	// Key is the same for every delivery of the same call, if the system repeats calls; empty otherwise.
	Key     string
	Changes []Change
	Answer  ordo.Answer // when the changes are stored, or the refusal
	Again   ordo.Answer // when they could not be stored: the system shall call again
}

// Reasoner is a system whose settings name reasons for refusing units.
type Reasoner interface {
	// Reasons lists them, so that they can be compared with what a channel takes before any order is lost to them.
	Reasons() []Reason
}

// Reason is a reason that people can give in the system.
type Reason struct {
	Status string           // the system's own code that gives it
	Kind   order.EffectKind // the moment: EffectRefuse, EffectCancel or EffectClose
	Reason status.Reason
}

// Checker is a system that can tell in advance whether it will work.
type Checker interface {
	// Check looks whether credentials are good and whether the account has all that the merchant's settings name. The error
	// says all that is wrong, and what would be right.
	Check(ctx context.Context) error
}
