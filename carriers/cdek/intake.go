package cdek

import (
	"context"
	"net/http"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/wire"
)

// IntakeRequest orders a pick-up of goods by a courier. An order "from the door" does not include one. It is for one
// order (OrderUUID or CDEKNumber), or for goods without an order (Name, Weight, Sender, From). For many parcels at once
// create an order of tariff 158 and name that.
type IntakeRequest struct {
	OrderUUID  string    `json:"order_uuid,omitzero"`
	CDEKNumber string    `json:"cdek_number,omitzero"`
	Date       Date      `json:"intake_date"`      // at most 31 days ahead
	TimeFrom   string    `json:"intake_time_from"` // HH:mm, from 09:00, local; three hours at least are advised
	TimeTo     string    `json:"intake_time_to"`   // HH:mm, up to 22:00
	LunchFrom  string    `json:"lunch_time_from,omitzero"`
	LunchTo    string    `json:"lunch_time_to,omitzero"`
	Name       string    `json:"name,omitzero"`
	Weight     int       `json:"weight,omitzero"` // grams
	Length     int       `json:"length,omitzero"` // centimetres
	Width      int       `json:"width,omitzero"`  // centimetres
	Height     int       `json:"height,omitzero"` // centimetres
	Comment    string    `json:"comment,omitzero"`
	NeedsProxy bool      `json:"courier_power_of_attorney,omitzero"`
	NeedsID    bool      `json:"courier_identity_card,omitzero"`
	NeedsCall  bool      `json:"need_call,omitzero"`
	Sender     *Contact  `json:"sender,omitzero"`
	From       *Location `json:"from_location,omitzero"`
}

// Intake is a pick-up as CDEK returns it: measures may have decimals.
type Intake struct {
	IntakeRequest
	Weight   wire.Decimal   `json:"weight,omitzero"` // grams
	Length   wire.Decimal   `json:"length,omitzero"` // centimetres
	Width    wire.Decimal   `json:"width,omitzero"`  // centimetres
	Height   wire.Decimal   `json:"height,omitzero"` // centimetres
	Sender   *Party         `json:"sender,omitzero"`
	From     *Place         `json:"from_location,omitzero"`
	To       *Place         `json:"to_location,omitzero"`
	UUID     string         `json:"uuid,omitzero"`
	Number   string         `json:"intake_number,omitzero"`
	Packages []OrderPackage `json:"packages,omitempty"`
	Statuses []Status       `json:"statuses,omitempty"`
	Requests []Request      `json:"-"`
	Extra    wire.Extra     `json:"-"`
	Problem  error          `json:"-"` // what could not be read
}

// settle fills the request from what was read.
func (i *Intake) settle(of []Request) {
	i.Requests = of
	r := &i.IntakeRequest
	r.Weight, r.Length, r.Width, r.Height = ceil(i.Weight), ceil(i.Length), ceil(i.Width), ceil(i.Height)
	if i.Sender != nil {
		r.Sender = &i.Sender.Contact
	}
	if i.From != nil {
		r.From = &i.From.Location
	}
}

// The states of a pick-up.
const (
	IntakeReady     = "READY_FOR_APPOINTMENT"
	IntakeAppointed = "APPOINTED_COURIER"
	IntakeProblem   = "PROBLEM_DETECTED"
	IntakeHandling  = "PROCESSING_REQUIRED" // with CALL_REQUIRED or DOC_REQUIRED
	IntakeDone      = "DONE"
	IntakeRemoved   = "REMOVED"
	IntakeInvalid   = "INVALID"
)

// State returns the newest status of the pick-up; of those in the same second, the one listed last.
func (i *Intake) State() string {
	return (&Form{Statuses: i.Statuses}).State()
}

// IsFinal reports whether the pick-up will not change.
func (i *Intake) IsFinal() bool {
	s := i.State()
	return s == IntakeDone || s == IntakeRemoved || s == IntakeInvalid
}

// CreateIntake makes sure that there is a pick-up. CDEK has one for an order at a time: with OrderUUID an existing one
// is returned (Ack.Already), whatever its day, also after a lost answer. Without OrderUUID a lost answer is an error of
// class InDoubt. A pick-up for today after 15:00 is accepted with the warning v2_late_intake in Ack.Requests.
func (c *Client) CreateIntake(ctx context.Context, in IntakeRequest) (*Ack, error) {
	const op = "POST /v2/intakes"
	if in.OrderUUID == "" {
		return c.write(ctx, http.MethodPost, op, "/intakes", in, rest.Never(), "")
	}
	var found *Ack
	look := func(ctx context.Context) (bool, error) {
		all, err := c.ListIntakes(ctx, in.OrderUUID)
		for _, i := range all {
			switch {
			case i.UUID == "": // it cannot be read
				return false, c.rest.Fail(op, ordo.Retry, "a pick-up of the order cannot be read", i.Problem)
			case !i.IsFinal():
				found = &Ack{UUID: i.UUID, Requests: i.Requests}
			}
		}
		return found != nil, err
	}
	if there, err := look(ctx); err != nil {
		return nil, err
	} else if there {
		found.Already = true
		return found, nil
	}
	a, err := c.write(ctx, http.MethodPost, op, "/intakes", in, rest.ReadBack(look), "")
	if err == nil && found != nil {
		return found, nil
	}
	return a, err
}

// GetIntake returns a pick-up.
func (c *Client) GetIntake(ctx context.Context, uuid string) (*Intake, error) {
	in, err := read(ctx, c, "GET /v2/intakes/{uuid}", "/intakes/%s", uuid, func(i *Intake) string { return i.UUID })
	if err != nil {
		return nil, err
	}
	in.Entity.settle(in.Requests)
	return in.Entity, nil
}

// ListIntakes returns all pick-ups of an order, without their requests. A list of envelopes, as some servers return, is
// read too.
func (c *Client) ListIntakes(ctx context.Context, orderUUID string) ([]Intake, error) {
	const op = "GET /v2/orders/{uuid}/intakes"
	if orderUUID == "" {
		return nil, c.rest.Fail(op, ordo.Invalid, "the uuid is empty", nil)
	}
	var all []intakeRow
	if err := c.get(ctx, op, rest.Pathf("/orders/%s/intakes", orderUUID), nil, nil, &all); err != nil {
		return nil, err
	}
	var out []Intake
	for _, r := range all {
		if r.Entity != nil {
			r.Intake = *r.Entity
		}
		r.settle(r.Of)
		out = append(out, r.Intake)
	}
	return out, nil
}

// intakeRow is a pick-up in a list.
type intakeRow struct {
	Intake
	Entity *Intake   `json:"entity"`
	Of     []Request `json:"requests"`
}

// DeleteIntake makes sure that a pick-up is cancelled. One that is done is an error of class Conflict.
func (c *Client) DeleteIntake(ctx context.Context, uuid string) error {
	const op = "DELETE /v2/intakes/{uuid}"
	if uuid == "" {
		return c.rest.Fail(op, ordo.Invalid, "the uuid is empty", nil)
	}
	err := c.send(ctx, http.MethodDelete, op, rest.Pathf("/intakes/%s", uuid), nil, rest.Idempotent(), nil, nil)
	switch {
	case missing(err):
		return nil
	case ordo.ClassOf(err) == ordo.Conflict: // it is final: perhaps by the first try
		if i, look := c.GetIntake(ctx, uuid); look == nil && i.State() == IntakeRemoved {
			return nil
		}
	}
	return err
}

// RequireHandling asks CDEK to process a pick-up: need is CALL_REQUIRED or DOC_REQUIRED.
func (c *Client) RequireHandling(ctx context.Context, uuid, need string) (*Ack, error) {
	body := map[string]any{"uuid": uuid, "status": map[string]string{"code": IntakeHandling, "add_status": need}}
	return c.write(ctx, http.MethodPatch, "PATCH /v2/intakes", "/intakes", body, rest.Idempotent(), uuid)
}

// IntakeDays are the days on which a courier can come.
type IntakeDays struct {
	Days     []Date     `json:"date"`
	Every    bool       `json:"all_days"` // on any day, also one that Days does not list
	Warnings []Problem  `json:"warnings,omitempty"`
	Extra    wire.Extra `json:"-"`
	Problem  error      `json:"-"` // what could not be read
}

func (*IntakeDays) needs() string { return "date" }

// GetIntakeDays returns the days on which a courier can come, in the next two weeks, or until upTo if it is set.
func (c *Client) GetIntakeDays(ctx context.Context, from Location, upTo Date) (*IntakeDays, error) {
	body := struct {
		From Location `json:"from_location"`
		Date Date     `json:"date,omitzero"`
	}{from, upTo}
	var out IntakeDays
	if err := c.post(ctx, "POST /v2/intakes/availableDays", "/intakes/availableDays", body, rest.Read(), &out); err != nil {
		return nil, err
	}
	return &out, nil
}
