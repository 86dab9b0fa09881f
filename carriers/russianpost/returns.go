package russianpost

import (
	"context"
	"errors"
	"net/http"
	"net/url"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const (
	opReturn         = "PUT /1.0/returns"
	opSeparateReturn = "PUT /1.0/returns/return-without-direct"
	opUpdateReturn   = "POST /1.0/returns/"
	opDeleteReturn   = "DELETE /1.0/returns/delete-separate-return"
)

// returned is the answer to a return.
type returned struct {
	Barcode string     `json:"return-barcode"`
	Extra   wire.Extra `json:"-"`
}

// Complete implements rest.Completer.
func (r *returned) Complete() error {
	if r.Barcode == "" {
		return errors.New("the answer has no barcode")
	}
	return nil
}

// CreateReturn makes sure that the buyer can send a parcel of the account back ("лёгкий возврат") and returns the
// barcode of the return, whose label is FormReturn. An existing return is found by the parcel's linked barcode, before
// anything is sent and after a lost answer; that the vendor shows it there is taken from its page. kind "" is
// EasyReturn; the account needs the service switched on.
//
// A parcel that was refused or not collected comes back under its own barcode, without a return.
func (c *Client) CreateReturn(ctx context.Context, direct string, kind MailType) (string, error) {
	if blank(direct) {
		return "", c.invalid(opReturn, "the barcode of the parcel is empty")
	}
	if kind == "" {
		kind = EasyReturn
	}
	found := ""
	look := func(ctx context.Context) (_ bool, err error) {
		found, err = c.linkedReturn(ctx, direct)
		return found != "", err
	}
	if there, err := look(ctx); there || err != nil {
		return found, err
	}
	var in returned
	err := c.send(ctx, rest.Request{
		Op: opReturn, Method: http.MethodPut, Path: "/1.0/returns", Repeat: rest.ReadBack(look),
	}, map[string]string{"direct-barcode": direct, "mail-type": string(kind)}, &in)
	if err != nil {
		return "", err
	}
	if in.Barcode != "" {
		return in.Barcode, nil
	}
	return found, nil
}

// linkedReturn returns the barcode of a parcel's return; "" if it has none, or is not the account's.
func (c *Client) linkedReturn(ctx context.Context, direct string) (string, error) {
	all, err := c.SearchShipments(ctx, direct)
	if err != nil {
		return "", err
	}
	for _, o := range all {
		if o.Barcode == direct && o.Problem != nil && o.Linked == "" {
			return "", c.rest.Fail(opShipmentSearch, ordo.Retry, "the parcel that was found cannot be read", o.Problem)
		}
		if o.Barcode == direct && o.Linked != "" {
			return o.Linked, nil
		}
	}
	return "", nil
}

// ReturnDraft is a return without a parcel of the account, from the buyer to the shop.
type ReturnDraft struct {
	MailType      MailType   `json:"mail-type"` // EasyReturn
	Number        string     `json:"order-num,omitzero"`
	Sender        string     `json:"sender-name"`    // the buyer
	Recipient     string     `json:"recipient-name"` // the shop
	From          Address    `json:"address-from"`
	To            *Address   `json:"address-to,omitzero"` // must be switched on for the account
	Office        string     `json:"postoffice-code,omitzero"`
	DeclaredValue Kopecks    `json:"insr-value,omitzero"`
	Extra         wire.Extra `json:"-"` // further fields of the vendor; they are sent
}

// CreateSeparateReturn makes a return and returns its barcode. The vendor knows no key, and whether its number can be
// searched for is not documented: a lost answer is an error of class InDoubt.
func (c *Client) CreateSeparateReturn(ctx context.Context, d ReturnDraft) (string, error) {
	var in []returned
	check := func() error {
		if len(in) != 1 {
			return errors.New("the answer is not about one return")
		}
		return in[0].Complete()
	}
	err := c.send(ctx, rest.Request{
		Op: opSeparateReturn, Method: http.MethodPut, Path: "/1.0/returns/return-without-direct", Repeat: rest.Never(), Check: check,
	}, []ReturnDraft{d}, &in)
	if err != nil {
		return "", err
	}
	return in[0].Barcode, nil
}

// UpdateReturn changes a return that was made without a parcel. It may be repeated. The sources disagree on the address
// of this call; it is the one of the vendor's page.
func (c *Client) UpdateReturn(ctx context.Context, barcode string, d ReturnDraft) error {
	return c.separate(ctx, opUpdateReturn, http.MethodPost, "/1.0/returns/", barcode, d)
}

// DeleteReturn deletes a return that was made without a parcel. One that is not there, or is deleted already, is an
// error of class NotFound. It may be repeated.
func (c *Client) DeleteReturn(ctx context.Context, barcode string) error {
	return c.separate(ctx, opDeleteReturn, http.MethodDelete, "/1.0/returns/delete-separate-return", barcode, nil)
}

func (c *Client) separate(ctx context.Context, op, method, path, barcode string, body any) error {
	if blank(barcode) {
		return c.invalid(op, "the barcode is empty")
	}
	return c.send(ctx, rest.Request{
		Op: op, Method: method, Path: path, Query: url.Values{"barcode": {barcode}}, Repeat: rest.Idempotent(), Decode: silence,
	}, body, nil)
}
