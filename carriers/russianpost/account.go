package russianpost

import (
	"context"
	"errors"
	"time"

	"github.com/ordo-sdk/ordo/wire"
)

const (
	opPoints   = "GET /1.0/user-shipping-points"
	opSettings = "GET /1.0/settings"
	opLimit    = "GET /1.0/settings/limit"
	opBalance  = "GET /1.0/counterpart/balance"
)

// ShippingPoint is an office where the account hands over parcels.
type ShippingPoint struct {
	Index string `json:"operator-postcode"`
	// Virtual are the offices of electronic registration that stand for it.
	Virtual     []string   `json:"additional-operator-postcodes,omitempty"`
	Address     string     `json:"ops-address,omitzero"`
	Enabled     bool       `json:"enabled,omitzero"`
	CourierCall bool       `json:"courier-call,omitzero"`
	MailTypes   []MailType `json:"available-mail-types,omitempty"`
	Products    []Product  `json:"available-products,omitempty"`
	ReturnTo    string     `json:"return-address-type,omitzero"` // POSTOFFICE_ADDRESS, SENDER_ADDRESS
	Extra       wire.Extra `json:"-"`
	Problem     error      `json:"-"` // what could not be read
}

// Product is a pair of kind and category that an account may send.
type Product struct {
	MailType     MailType     `json:"mail-type"`
	MailCategory MailCategory `json:"mail-category"`
	ProductType  string       `json:"product-type,omitzero"`
	Extra        wire.Extra   `json:"-"`
}

// ListShippingPoints lists the offices of the account, with what may be sent from each.
func (c *Client) ListShippingPoints(ctx context.Context) ([]ShippingPoint, error) {
	return rows(ctx, c, opPoints, "/1.0/user-shipping-points", nil, func(p *ShippingPoint) *error { return &p.Problem })
}

// Account is what the settings of an account say.
type Account struct {
	APIEnabled      *bool      `json:"api_enabled"`
	AgreementNumber string     `json:"agreement-number,omitzero"`
	AgreementDate   Date       `json:"agreement-date,omitzero"`
	AgreementKind   string     `json:"agreement-kind,omitzero"`
	Expired         bool       `json:"agreement-expired,omitzero"`
	Extra           wire.Extra `json:"-"` // among others the points, see ListShippingPoints; secrets are in it
	Problem         error      `json:"-"` // what could not be read
}

// Complete implements rest.Completer.
func (a *Account) Complete() error {
	if a.APIEnabled == nil {
		return errors.Join(errors.New("the answer does not say whether the API is switched on"), a.Problem)
	}
	return nil
}

// GetSettings returns the settings of the account. It is a good check of the credentials of Otpravka.
func (c *Client) GetSettings(ctx context.Context) (*Account, error) {
	var in Account
	if err := c.get(ctx, opSettings, "/1.0/settings", nil, nil, &in); err != nil {
		return nil, err
	}
	delete(in.Extra, "apig_access_token") // a secret
	return &in, nil
}

// DayLimit is how many requests an account may send in a day.
type DayLimit struct {
	Allowed int        `json:"allowed-count" lax:"required"`
	Used    int        `json:"current-count"`
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"` // what could not be read
}

// GetLimit returns how many requests of Otpravka this day has, and how many were used.
func (c *Client) GetLimit(ctx context.Context) (*DayLimit, error) {
	var in DayLimit
	if err := c.get(ctx, opLimit, "/1.0/settings/limit", nil, nil, &in); err != nil {
		return nil, err
	}
	return &in, nil
}

// Balance is the money of an account with the Post.
type Balance struct {
	Sum     *Kopecks   `json:"balance"`
	At      time.Time  `json:"balance-date,omitzero"`
	Used    bool       `json:"work-with-balance,omitzero"`
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"` // what could not be read
}

// Complete implements rest.Completer.
func (b *Balance) Complete() error {
	if b.Sum == nil {
		return errors.Join(errors.New("the answer has no balance"), b.Problem)
	}
	return nil
}

// GetBalance returns the balance.
func (c *Client) GetBalance(ctx context.Context) (*Balance, error) {
	var in Balance
	if err := c.get(ctx, opBalance, "/1.0/counterpart/balance", nil, nil, &in); err != nil {
		return nil, err
	}
	return &in, nil
}
