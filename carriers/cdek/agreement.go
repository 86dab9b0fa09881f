package cdek

import (
	"context"
	"net/http"
	"net/url"

	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// AgreementRequest is what was agreed with the recipient about a delivery: the day, the hours, or another place. A
// newer one replaces it.
type AgreementRequest struct {
	OrderUUID     string    `json:"order_uuid,omitzero"`  // or
	CDEKNumber    string    `json:"cdek_number,omitzero"` // of the order
	Date          Date      `json:"date"`
	TimeFrom      string    `json:"time_from,omitzero"` // HH:mm; required for a delivery to the door
	TimeTo        string    `json:"time_to,omitzero"`   // HH:mm
	Comment       string    `json:"comment,omitzero"`
	DeliveryPoint string    `json:"delivery_point,omitzero"` // or
	To            *Location `json:"to_location,omitzero"`
}

// Agreement is an agreement as CDEK returns it.
type Agreement struct {
	AgreementRequest
	To       *Place     `json:"to_location,omitzero"`
	UUID     string     `json:"uuid,omitzero"`
	Source   string     `json:"source,omitzero"` // e.g. EK5_INTEGRATION, MOBILE_APPLICATION
	Statuses []Status   `json:"statuses,omitempty"`
	Requests []Request  `json:"-"`
	Extra    wire.Extra `json:"-"`
	Problem  error      `json:"-"` // what could not be read
}

// The states of an agreement.
const (
	AgreementChecked    = "ACCEPTED"   // being checked
	AgreementRegistered = "PROCESSING" // good
	AgreementInvalid    = "INVALID"
	AgreementReplaced   = "CANCEL" // by a newer one, or by a change of the order
)

// State returns the newest status of the agreement; of those in the same second, the one listed last.
func (a *Agreement) State() string {
	return (&Form{Statuses: a.Statuses}).State()
}

// CreateAgreement registers an agreement. A repeat replaces the first by an equal one.
func (c *Client) CreateAgreement(ctx context.Context, a AgreementRequest) (*Ack, error) {
	return c.write(ctx, http.MethodPost, "POST /v2/delivery", "/delivery", a, rest.Idempotent(), "")
}

// GetAgreement returns an agreement.
func (c *Client) GetAgreement(ctx context.Context, uuid string) (*Agreement, error) {
	in, err := read(ctx, c, "GET /v2/delivery/{uuid}", "/delivery/%s", uuid, func(a *Agreement) string { return a.UUID })
	if err != nil {
		return nil, err
	}
	a := in.Entity
	a.Requests = in.Requests
	if a.To != nil && a.DeliveryPoint == "" {
		a.AgreementRequest.To = &a.To.Location
	}
	return a, nil
}

// Interval is a span of hours in which CDEK can deliver.
type Interval struct {
	Date    Date       `json:"-"`
	Start   string     `json:"start_time"` // HH:mm
	End     string     `json:"end_time"`   // HH:mm
	Extra   wire.Extra `json:"-"`
	Problem error      `json:"-"` // what could not be read
}

// wireIntervals is the answer with intervals.
type wireIntervals struct {
	Days []struct {
		Date  Date       `json:"date"`
		Times []Interval `json:"time_intervals"`
	} `json:"date_intervals"`
}

func (*wireIntervals) needs() string { return "date_intervals" }

func (w wireIntervals) flat() []Interval {
	var out []Interval
	for _, d := range w.Days {
		for _, t := range d.Times {
			t.Date = d.Date
			out = append(out, t)
		}
	}
	return out
}

// ListIntervals returns when an order can be delivered.
func (c *Client) ListIntervals(ctx context.Context, orderUUID string) ([]Interval, error) {
	var in wireIntervals
	err := c.get(ctx, "GET /v2/delivery/intervals", "/delivery/intervals", url.Values{"order_uuid": {orderUUID}}, nil, &in)
	return in.flat(), err
}

// Estimate describes an order that is not created yet.
type Estimate struct {
	At              Time      `json:"date_time"`
	Tariff          int       `json:"tariff_code"`
	From            *Location `json:"from_location,omitzero"`  // or
	ShipmentPoint   string    `json:"shipment_point,omitzero"` // an office
	To              Location  `json:"to_location"`
	AdditionalTypes []int     `json:"additional_order_types,omitempty"`
}

// ListEstimatedIntervals returns when an order that is not created yet could be delivered.
func (c *Client) ListEstimatedIntervals(ctx context.Context, e Estimate) ([]Interval, error) {
	var in wireIntervals
	err := c.post(ctx, "POST /v2/delivery/estimatedIntervals", "/delivery/estimatedIntervals", e, rest.Read(), &in)
	return in.flat(), err
}
