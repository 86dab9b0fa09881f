package yookassa

import (
	"errors"
	"net/http"

	"github.com/ordo-sdk/ordo"
)

// portError gives an error the class that the ports document. Only YooKassa's refusal of this refund, capture, release
// or receipt is Invalid, because the caller then starts again under another key. The refusal of another call, or a
// wrong setting, is not the fault of the refund or receipt, and an answer that cannot be read leaves the outcome open.
func (g *Gateway) portError(err error) error {
	var e *ordo.Error
	if !errors.As(err, &e) {
		return err
	}
	own := *e
	switch e.Class { //nolint:exhaustive // the others are the port's own
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

// isRefusal reports whether YooKassa refused to create the refund or receipt, or to end the hold.
func isRefusal(e *ordo.Error) bool {
	switch e.Code {
	case CodeInvalidRequest, CodeNotFound, CodeGone:
		return (e.Op == opRefund || e.Op == opReceipt || e.Op == opCapture || e.Op == opCancel) && (e.Class == ordo.Invalid || e.Class == ordo.NotFound)
	}
	return false
}

// keyTaken reports whether a key is refused because it belongs to another request.
func keyTaken(e *ordo.Error) bool {
	var p *ParameterError
	return errors.As(e, &p) && http.CanonicalHeaderKey(p.Parameter) == keyHeader
}
