package bxrest

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/lax"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Frame is the POST that a page of an application within the portal begins with. A person's browser sends it, so that
// it proves nothing: ask [Client.Visit]. The addresses in it, and in its query, are not read: whoever made the call up
// would name their own.
type Frame struct {
	Access      ordo.Secret // AUTH_ID: acts for who looks, for an hour
	Application ordo.Secret // APPLICATION_TOKEN; older boxes lack it
	Member      string      // member_id of the portal
	Placement   string      // such as "CRM_DEAL_DETAIL_TAB"; "DEFAULT" is the application's main page
	Options     wire.Extra  // PLACEMENT_OPTIONS, such as ID
	Extra       wire.Extra
}

// ParseFrame reads the body of such a POST.
func ParseFrame(body []byte) (Frame, error) {
	form, err := parseForm(string(body))
	if err != nil {
		return Frame{}, err
	}
	b, err := form.MarshalJSON()
	if err != nil {
		return Frame{}, err
	}
	var in struct {
		Access      ordo.Secret     `json:"AUTH_ID"`
		Application ordo.Secret     `json:"APPLICATION_TOKEN"`
		Member      string          `json:"member_id"`
		Placement   string          `json:"PLACEMENT"`
		Options     json.RawMessage `json:"PLACEMENT_OPTIONS"`
		Refresh     ordo.Secret     `json:"REFRESH_ID"` // not to be kept
		Extra       wire.Extra      `json:"-"`
	}
	if err := lax.Decode(b, &in, lax.Options{}); err != nil {
		return Frame{}, err
	}
	f := Frame{Access: in.Access, Application: in.Application, Member: in.Member, Placement: strings.ToUpper(in.Placement), Extra: in.Extra}
	options := []byte(in.Options)
	var text string
	if json.Unmarshal(options, &text) == nil {
		options = []byte(text)
	}
	_ = lax.Decode(options, &f.Options, lax.Options{}) // options that are no object, such as "undefined", tell nothing
	return f, nil
}

// ID is the id of the object whose card the page stands in; 0 if it stands in none.
func (f Frame) ID() int64 {
	var text lax.Text
	if json.Unmarshal(f.Options["ID"], &text) != nil {
		return 0
	}
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

const opFrame = "frame"

// Visit returns a client that acts for the person who opened a frame, with their rights. The frame must have the
// application_token of this application on this portal, which is compared in constant time, and the server that renews
// tokens must say that the person's token is of this application and portal. Its address is the stored one, as is the
// portal's. Who it is, is the first thing to ask: "profile".
//
// An error of class Auth says that the frame is not taken, one of class Unsupported that the client is no application.
func (c *Client) Visit(ctx context.Context, f Frame) (*Client, error) {
	app := c.core.auth.app
	if app == nil {
		return nil, c.Fail(opFrame, ordo.Unsupported, "a webhook has no pages in the portal: only applications have", nil)
	}
	have, err := app.store.Load(ctx, app.Member)
	if err != nil {
		return nil, c.Fail(opFrame, ordo.Retry, "the store of tokens failed", err)
	}
	switch ours := have.Application.Equal(f.Application.Reveal()); {
	case have.Application.IsZero():
		return nil, c.Fail(opFrame, ordo.Auth, "no application_token is stored: it comes with the installation", nil)
	case !ours || f.Member != app.Member:
		return nil, c.Fail(opFrame, ordo.Auth, "the application_token is not that of this application on this portal", nil)
	case f.Access.IsZero():
		return nil, c.Fail(opFrame, ordo.Auth, "the frame has no AUTH_ID", nil)
	}
	if err := app.owns(ctx, c, have.Server, f.Access); err != nil {
		return nil, err
	}
	own := c.Copy()
	own.visitor = f.Access
	return own, nil
}

// owns asks the server that renews tokens whose a token is: the portal would take that of any other application.
func (a *application) owns(ctx context.Context, c *Client, server string, token ordo.Secret) error {
	if server == "" {
		server = standardServer
	}
	body, err := object(map[string]string{"auth": token.Reveal()})
	if err != nil {
		return c.Fail(opFrame, ordo.Auth, "the AUTH_ID cannot be written", err)
	}
	var is struct {
		Client  string `json:"client_id"`
		Install struct {
			Member string     `json:"member_id"`
			Extra  wire.Extra `json:"-"`
		} `json:"install"`
		Extra wire.Extra `json:"-"`
	}
	if _, err := c.rest.Do(ctx, rest.Request{
		Op: "app.info", Method: http.MethodPost, Path: strings.TrimRight(server, "/") + "/app.info", Anonymous: true, Repeat: rest.Read(),
		Body: rest.Raw("application/json", body), Decode: decodeAnswer,
	}, &target{out: &is, options: c.options()}); err != nil {
		return err
	}
	if is.Client != a.ID || is.Install.Member != a.Member {
		return c.Fail(opFrame, ordo.Auth, "the AUTH_ID is that of another application or portal", nil)
	}
	return nil
}

// asVisitor lets a request act for the person, if the client is that of a visit. Their token is not renewed: the page
// is opened again.
func (c *Client) asVisitor(r rest.Request) rest.Request {
	if !c.visitor.IsZero() {
		r.Anonymous, r.Header = true, http.Header{"Authorization": {"Bearer " + c.visitor.Reveal()}}
	}
	return r
}
