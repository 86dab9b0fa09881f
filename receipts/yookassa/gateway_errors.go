package yookassa

import (
	"errors"
	"net/http"

	"github.com/ordo-sdk/ordo"
)

// portError gives an error the class that the ports have for it. Only YooKassa's own refusal of the thing itself is
// Invalid, as whoever hears of one gives it again under another key: its refusal of another call, or a wrong setting,
// is no fault of the thing, and what cannot be read says nothing of what was done.
func (g *Gateway) portError(err error) error {
	var e *ordo.Error
	if !errors.As(err, &e) {
		return err
	}
	own := *e
	switch e.Class { //nolint:exhaustive // the others are the ports' own
	case ordo.Conflict:
		own.Class = ordo.InDoubt
	case ordo.Invalid, ordo.NotFound, ordo.Unsupported:
		switch {
		case isRefusal(e):
			own.Class = ordo.Invalid
		case g.client.settings.Err != nil, e.Code != "":
			own.Class = ordo.Auth
		default:
			own.Class = ordo.InDoubt
		}
	}
	return &own
}

// isRefusal reports whether YooKassa itself says that it does not do it.
func isRefusal(e *ordo.Error) bool {
	switch e.Code {
	case CodeInvalidRequest, CodeNotFound, CodeGone:
		return (e.Op == opRefund || e.Op == opReceipt) && (e.Class == ordo.Invalid || e.Class == ordo.NotFound)
	}
	return false
}

// keyTaken reports whether a key is refused because it stands for another request.
func keyTaken(e *ordo.Error) bool {
	var p *ParameterError
	return errors.As(e, &p) && http.CanonicalHeaderKey(p.Parameter) == keyHeader
}
