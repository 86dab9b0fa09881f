package bitrix24

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/ordo-sdk/ordo/wire"
	"github.com/ordo-sdk/ordo/wire/bxrest"
)

// User is a person who works in the portal.
type User struct {
	ID       int64       `json:"ID"`
	Active   bxrest.Flag `json:"ACTIVE"`
	Name     string      `json:"NAME"`
	LastName string      `json:"LAST_NAME"`
	Email    string      `json:"EMAIL"`
	Admin    bxrest.Flag `json:"ADMIN"` // in the answer of CurrentUser
	Extra    wire.Extra  `json:"-"`
	Problem  error       `json:"-"`
}

// Complete implements the check that an answer is about a user.
func (u *User) Complete() error { return positive(u.ID) }

// CurrentUser reads whom the client acts for.
func (c *Client) CurrentUser(ctx context.Context) (User, error) {
	var u User
	err := c.read(ctx, "profile", nil, "", &u)
	return u, err
}

// ListUsers lists the users that a filter chooses, such as "ID" or "ACTIVE".
func (c *Client) ListUsers(ctx context.Context, filter Fields) iter.Seq2[Record[User], error] {
	return bxrest.List[User](ctx, c.rest, bxrest.Listing{
		Method: "user.get", Params: map[string]any{"FILTER": map[string]any(filter), "SORT": "ID", "ORDER": "ASC"},
	})
}

// Time reads the portal's clock, in its own zone.
func (c *Client) Time(ctx context.Context) (time.Time, error) {
	var text string
	var at time.Time
	err := c.read(ctx, "server.time", nil, "", &text, func() (err error) {
		at, err = time.Parse(time.RFC3339, text)
		return err
	})
	return at, err
}

// Has reports whether the portal's plan has a feature, such as rest_offline_extended or rest_auth_connector.
func (c *Client) Has(ctx context.Context, feature string) (bool, error) {
	var is struct{ Value bxrest.Flag }
	err := c.read(ctx, "feature.get", map[string]any{"CODE": feature}, "", &is)
	return bool(is.Value), err
}

// HasMethod reports whether the portal has a method, and this client may call it.
func (c *Client) HasMethod(ctx context.Context, method string) (bool, error) {
	var is struct {
		Existing  bxrest.Flag `json:"isExisting"`
		Available bxrest.Flag `json:"isAvailable"`
	}
	err := c.read(ctx, "method.get", map[string]any{"name": method}, "", &is)
	return bool(is.Existing && is.Available), err
}

// AppInfo is how an application stands on the portal.
type AppInfo struct {
	ID        int64       `json:"ID"`
	Code      string      `json:"CODE"`
	Version   int         `json:"VERSION"`
	Status    string      `json:"STATUS"` // L local, F free, D demo, T trial, P paid
	Installed bxrest.Flag `json:"INSTALLED"`
	License   string      `json:"LICENSE"`
	Extra     wire.Extra  `json:"-"`
	Problem   error       `json:"-"`
}

// Complete implements the check that an answer is about an application.
func (a *AppInfo) Complete() error {
	if a.Code == "" && a.ID == 0 {
		return errors.New("the answer holds no application")
	}
	return nil
}

// GetApp reads how the application stands. Until it is Installed no events are sent.
func (c *Client) GetApp(ctx context.Context) (AppInfo, error) {
	var a AppInfo
	err := c.read(ctx, "app.info", nil, "", &a)
	return a, err
}

// OrderLink binds an order of the shop to a deal. An order has one at most.
type OrderLink struct {
	Order   int64      `json:"orderId"`
	Owner   int64      `json:"ownerId"`
	Type    int        `json:"ownerTypeId"`
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"`
}

// LinkOrder binds an order of the shop to a deal. A link that it had is replaced; the same link is a success.
func (c *Client) LinkOrder(ctx context.Context, order, deal int64) error {
	var made OrderLink
	err := c.set(ctx, "crm.orderentity.add", map[string]any{"fields": Fields{"orderId": order, "ownerId": deal, "ownerTypeId": TypeDeal}}, "dealOrder", &made)
	if bxrest.HasCode(err, "201650000001") {
		return nil
	}
	return err
}

// ListOrderLinks lists the links that a filter chooses, such as "=ownerId".
func (c *Client) ListOrderLinks(ctx context.Context, filter Fields) iter.Seq2[Record[OrderLink], error] {
	return bxrest.List[OrderLink](ctx, c.rest, bxrest.Listing{
		Method: "crm.orderentity.list", Key: "orderEntity", Params: map[string]any{"filter": map[string]any(filter)},
	})
}
