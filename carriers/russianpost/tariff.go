package russianpost

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

const opTariff = "POST /1.0/tariff"

// Quote asks for the price of a parcel by the account's contract. Weights are grams, sizes centimetres, sums kopecks.
type Quote struct {
	From          string       `json:"index-from,omitzero"` // one of the account's offices
	To            string       `json:"index-to,omitzero"`
	Point         string       `json:"delivery-point-index,omitzero"` // of ECOM
	MailType      MailType     `json:"mail-type"`
	MailCategory  MailCategory `json:"mail-category"`
	MailDirect    int          `json:"mail-direct,omitzero"` // 0 means Russia
	Mass          int          `json:"mass"`
	Dimension     *Dimension   `json:"dimension,omitzero"`
	SizeClass     string       `json:"dimension-type,omitzero"`
	DeclaredValue Kopecks      `json:"declared-value,omitzero"`
	Fragile       bool         `json:"fragile"`
	Courier       bool         `json:"courier,omitzero"`
	Inventory     bool         `json:"inventory,omitzero"`
	SimpleNotice  bool         `json:"with-simple-notice,omitzero"`
	OrderedNotice bool         `json:"with-order-of-notice,omitzero"`
	Electronic    bool         `json:"with-electronic-notice,omitzero"`
	Completeness  bool         `json:"completeness-checking,omitzero"`
	Contents      bool         `json:"contents-checking,omitzero"`
	SMS           int          `json:"sms-notice-recipient,omitzero"` // 0 or 1
	Documents     bool         `json:"vsd,omitzero"`
	Entries       string       `json:"entries-type,omitzero"` // abroad: GIFT, DOCUMENT, SALE_OF_GOODS, …
	PaymentMethod string       `json:"payment-method,omitzero"`
	Transport     string       `json:"transport-type,omitzero"`
	Extra         wire.Extra   `json:"-"` // further fields of the vendor; they are sent
}

// Rate is a part of a price.
type Rate struct {
	Rate  Kopecks    `json:"rate"` // without VAT
	VAT   Kopecks    `json:"vat,omitzero"`
	Extra wire.Extra `json:"-"`
}

// Price is the price of a parcel. Total and VAT together are what is paid.
type Price struct {
	Total        *Kopecks   `json:"total-rate"` // without VAT
	VAT          Kopecks    `json:"total-vat,omitzero"`
	Ground       *Rate      `json:"ground-rate,omitzero"`
	Avia         *Rate      `json:"avia-rate,omitzero"`
	Insurance    *Rate      `json:"insurance-rate,omitzero"`
	Notice       *Rate      `json:"notice-rate,omitzero"`
	Fragile      *Rate      `json:"fragile-rate,omitzero"`
	Oversize     *Rate      `json:"oversize-rate,omitzero"`
	Completeness *Rate      `json:"completeness-checking-rate,omitzero"`
	SMS          *Rate      `json:"sms-notice-recipient-rate,omitzero"`
	DeliveryTime *Days      `json:"delivery-time,omitzero"`
	Extra        wire.Extra `json:"-"`
	Problem      error      `json:"-"` // what could not be read
}

// Complete implements rest.Completer.
func (p *Price) Complete() error {
	if p.Total == nil {
		return errors.Join(errors.New("the answer has no price"), p.Problem)
	}
	return nil
}

// GetTariff returns the price of a parcel by the contract. The vendor answers "no such object" if Quote.From is none of
// the account's offices: that is an error of class Invalid, which names the offices that are.
func (c *Client) GetTariff(ctx context.Context, q Quote) (*Price, error) {
	var in Price
	err := c.send(ctx, rest.Request{Op: opTariff, Method: http.MethodPost, Path: "/1.0/tariff", Repeat: rest.Read()}, q, &in)
	var no *RefusalError
	if errors.As(err, &no) && no.Has(codeNoInstance) {
		return nil, c.foreignOffice(ctx, q.From, no)
	}
	if err != nil {
		return nil, err
	}
	return &in, nil
}

// foreignOffice is the error of a price from an office that is none of the account's.
func (c *Client) foreignOffice(ctx context.Context, from string, no *RefusalError) error {
	text := "index-from " + from + " is no office where this account hands over parcels"
	var own []string
	points, err := c.ListShippingPoints(ctx)
	for _, p := range points {
		own = append(own, p.Index)
	}
	switch {
	case err == nil && len(own) > 0:
		text += "; it must be one of " + strings.Join(own, ", ")
	case err == nil:
		text += "; the account has none: add one in its settings"
	}
	e := c.rest.Fail(opTariff, ordo.Invalid, text, no)
	e.Code, e.HTTPStatus = codeNoInstance, http.StatusNotFound
	return e
}
