package bxrest

import (
	"strings"

	"github.com/ordo-sdk/ordo"
)

// Auth is how a client shows who it is: made by [Webhook] or [OAuth].
type Auth struct {
	user int64
	code ordo.Secret
	app  *application
}

// Webhook is an incoming webhook, made by hand in the portal: it acts for its user, with his rights and within its
// scopes. Events, placements and some others are for applications only.
func Webhook(user int64, code string) Auth {
	return Auth{user: user, code: ordo.NewSecret(strings.TrimSpace(code))}
}

// OAuth is an application that was installed on the portal. Its tokens are read from the store, and renewed there when
// the portal refuses one as expired, by one caller at a time. The clients of one portal share one OAuth.
func OAuth(app App, tokens TokenStore) Auth { return Auth{app: &application{App: app, store: tokens}} }

// App is an application, as the vendor or the portal registered it, on one portal.
type App struct {
	ID     string      // client_id, such as "local.66aa.1"
	Secret ordo.Secret // client_secret
	Member string      // member_id of the portal: it stays when the portal moves
}

// lacks says what is missing; "" if nothing is.
func (a Auth) lacks() string {
	switch {
	case a.app == nil && a.user <= 0:
		return "the webhook has no user: it is the number in its address, before the code"
	case a.app == nil && a.code.IsZero():
		return "the code of the webhook is empty: it is the last part of its address"
	case a.app == nil:
		return ""
	case strings.TrimSpace(a.app.ID) == "" || strings.TrimSpace(a.app.Secret.Reveal()) == "":
		return "the application has no client_id or no client_secret"
	case a.app.Member == "" || a.app.store == nil:
		return "the application needs the portal's member_id and a store of tokens"
	}
	return ""
}
