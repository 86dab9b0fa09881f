package retailcrm

import (
	"context"
	"errors"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// Credentials are what the key may do.
type Credentials struct {
	Scopes         []string   `json:"scopes"`
	SiteAccess     string     `json:"siteAccess"` // access_full, access_selective
	SitesAvailable []string   `json:"sitesAvailable"`
	Extra          wire.Extra `json:"-"` // what this type does not know
}

// GetCredentials reads what the key may do. It is the cheapest way to find out whether a key is good.
func (c *Client) GetCredentials(ctx context.Context) (*Credentials, error) {
	var answer Credentials
	err := c.do(ctx, rest.Request{Op: "credentials", Path: "/api/credentials"}, &answer, nil)
	var e *ordo.Error
	if errors.As(err, &e) && e.Class == ordo.Retry && e.HTTPStatus > 0 && e.HTTPStatus < http.StatusInternalServerError {
		own := *e
		own.Text = "it is not RetailCRM that answers there: check the base URL: " + e.Text
		return nil, &own
	}
	if err != nil {
		return nil, err
	}
	delete(answer.Extra, "success")
	return &answer, nil
}

// Allows reports whether the key has the scope, such as "order_write".
func (c *Credentials) Allows(scope string) bool {
	for _, s := range c.Scopes {
		if s == scope {
			return true
		}
	}
	return false
}

// ListVersions reads which versions of the API the account answers, such as "5.0".
func (c *Client) ListVersions(ctx context.Context) ([]string, error) {
	var answer struct {
		Versions []string `json:"versions"`
	}
	err := c.do(ctx, rest.Request{Op: "api-versions", Path: "/api/api-versions"}, &answer, nil)
	return answer.Versions, err
}
