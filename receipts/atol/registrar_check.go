package atol

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
)

// unknownUUID is a uuid that no receipt has.
const unknownUUID = "00000000-0000-0000-0000-000000000000"

// Check implements receipts.Checker. It checks that the settings are complete, the login is good, and the group belongs
// to it. It logs in afresh, because a token that is still good would hide a changed password, and asks with the new
// token for the report of a receipt that does not exist. The error is of class Auth, unless the service could not be
// asked.
func (g *Registrar) Check(ctx context.Context) error {
	c := g.client
	if len(g.problems) > 0 {
		return c.rest.Fail("settings", ordo.Auth, strings.Join(g.problems, "; "), nil)
	}
	token, err := c.login(ctx)
	if err != nil {
		return err
	}
	_, err = c.rest.Do(ctx, rest.Request{
		Op: "report", Path: rest.Pathf("/%s/report/%s", c.group, unknownUUID), Header: http.Header{tokenHeader: {token.Value.Reveal()}}, Anonymous: true,
	}, nil)
	var e *ordo.Error
	// Compatible services may answer differently for a receipt that does not exist. Only a refusal of the token
	// counts.
	if errors.As(err, &e) && e.Class == ordo.Auth && e.Code != "" {
		own := *e
		own.Text += " (the group code is " + c.group + ")"
		return &own
	}
	return nil
}

// errorText returns the text of an error without its account.
func errorText(err error) string {
	var e *ordo.Error
	if errors.As(err, &e) && e.Text != "" {
		return e.Text
	}
	return err.Error()
}
