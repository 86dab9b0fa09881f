package retailcrm

import (
	"context"

	"github.com/ordo-sdk/ordo/internal/lax"
)

// Credentials says what the key may do.
type Credentials struct {
	Scopes         lax.List[string] `json:"scopes"`
	SiteAccess     string           `json:"siteAccess"` // access_full, access_selective
	SitesAvailable lax.List[string] `json:"sitesAvailable"`
	Extra          lax.Extra        `json:"-"` // what this type does not know
}

// Credentials reads what the key may do. It is the cheapest way to find out whether a key is good.
func (c *Client) Credentials(ctx context.Context) (*Credentials, error) {
	var answer Credentials
	if err := c.Get(ctx, "/api/credentials", nil, &answer); err != nil {
		return nil, err
	}
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

// Versions reads which versions of the API the account answers, such as "5.0".
func (c *Client) Versions(ctx context.Context) ([]string, error) {
	var answer struct {
		Versions lax.List[string] `json:"versions"`
	}
	err := c.Get(ctx, "/api/api-versions", nil, &answer)
	return answer.Versions, err
}
