package order

import (
	"fmt"
	"time"

	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// Draft is an order as it is placed.
type Draft struct {
	ID        string     // the order's id here
	Ref       Ref        // the order in the system it was placed in
	Number    string     // what people call it
	Scheme    SchemeCode // Standard, MerchantDelivery ... or the code of a scheme passed with WithScheme
	Authority Authority  // whose word counts
	Currency  string     // ISO 4217; taken from the first line's money when empty
	Placed    time.Time  // when the buyer placed it, by the outside system's clock; may be zero

	Buyer         Buyer
	Delivery      Delivery
	Lines         []Line
	Adjustments   []Adjustment // discounts, promo codes, bonuses and charges on the whole order, spread over the goods
	Confirmations []status.Confirmation
	Deadlines     []Deadline
	Comment       string
}

// Line is a line as it is ordered.
type Line struct {
	ID       string   // unique within the order
	Kind     LineKind // LineGoods when empty
	SKU      string   // the seller's article
	Name     string
	Ref      Ref             // the line in the system it came from
	Quantity amount.Quantity // more than none, a multiple of Step
	Step     amount.Quantity // the smallest quantity that can be told apart; one piece when zero
	// Total is authoritative: what all units cost together after the line's own discounts and before the order's
	// adjustments. When it is unset it is Price times Quantity.
	Total amount.Money
	Price amount.Money // of one piece; only used when Total is unset
	VAT   amount.VAT
	// MarkRequired says that each unit needs a marking code before it is packed or handed over.
	MarkRequired bool
}

// AdjustmentKind tells what an adjustment is.
type AdjustmentKind string

// The kinds of adjustments. A charge raises the price of the goods, the others lower it.
const (
	AdjustDiscount AdjustmentKind = "discount"
	AdjustPromo    AdjustmentKind = "promo" // Code holds the promo code
	AdjustBonus    AdjustmentKind = "bonus" // paid with the buyer's bonus points
	AdjustCharge   AdjustmentKind = "charge"
)

// Adjustment is a sum on the whole order. It is spread over the goods by largest remainder, in proportion to what they
// cost, and belongs to their units from then on.
type Adjustment struct {
	Kind   AdjustmentKind `json:"kind"`
	Code   string         `json:"code,omitzero"`
	Name   string         `json:"name,omitzero"`
	Amount amount.Money   `json:"amount"` // never negative
}

// Share is a line's share of one of the order's adjustments.
type Share struct {
	Adjustment int          `json:"adjustment"` // index among the order's adjustments
	Amount     amount.Money `json:"amount"`     // signed: negative lowers the price
}

// Buyer is who buys.
type Buyer struct {
	Name    string       `json:"name,omitzero"`
	Phone   string       `json:"phone,omitzero"`
	Email   string       `json:"email,omitzero"`
	Login   string       `json:"login,omitzero"`
	Loyalty string       `json:"loyalty,omitzero"` // loyalty level
	Bonus   amount.Money `json:"bonus"`            // balance of bonus points, as money
	Ref     Ref          `json:"ref,omitzero"`
}

// Delivery is how and when the goods reach the buyer.
type Delivery struct {
	Service   string `json:"service,omitzero"` // carrier or service as the shop names it
	Recipient string `json:"recipient,omitzero"`
	Phone     string `json:"phone,omitzero"`
	City      string `json:"city,omitzero"`
	Address   string `json:"address,omitzero"`
	Point     string `json:"point,omitzero"` // pick-up point
	Term      string `json:"term,omitzero"`  // the promise in words
	Window    Window `json:"window,omitzero"`
}

// Window is an interval of time, From included and To not, in UTC.
type Window struct {
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"`
}

// IsZero tells whether nothing is said.
func (w Window) IsZero() bool { return w.From.IsZero() && w.To.IsZero() }

func (w Window) normal() Window { return Window{instant(w.From), instant(w.To)} }

func (w Window) check() error {
	if w.From.IsZero() || w.To.Before(w.From) {
		return refuse(ErrTime, "window", "it must begin and must not end before it begins")
	}
	return nil
}

// Deadline is a time by which something must have happened, as an outside system sets it.
type Deadline struct {
	Kind Kind      `json:"kind"` // the command that meets it, e.g. KindConfirm
	At   time.Time `json:"at"`
}

// SchemeCode names a scheme.
type SchemeCode string

// LineData is a line as events carry it, with its prices worked out.
type LineData struct {
	ID       string          `json:"id"`
	Kind     LineKind        `json:"kind"`
	SKU      string          `json:"sku,omitzero"`
	Name     string          `json:"name,omitzero"`
	Ref      Ref             `json:"ref,omitzero"`
	Step     amount.Quantity `json:"step"`
	Quantity amount.Quantity `json:"quantity"`
	VAT      amount.VAT      `json:"vat,omitzero"`
	Marked   bool            `json:"marked,omitzero"`
	Gross    amount.Spans    `json:"gross"`
	Net      amount.Spans    `json:"net"`
	Tax      amount.Spans    `json:"tax,omitzero"` // the VAT contained in Net
	Shares   []Share         `json:"shares,omitzero"`
	Portions []Portion       `json:"portions"`
	Marks    []Mark          `json:"marks,omitzero"`
}

// maxLines bounds an order; foreign input beyond it is damage.
const maxLines = 100_000

// lineData checks an ordered line and works out its gross price. start is the state its units begin in.
func lineData(d Line, currency string, start status.ItemState) (LineData, error) {
	what := Textf("line %s", d.ID)
	if d.ID == "" {
		return LineData{}, refuse(ErrInvalid, "line", "%q has no id", d.Name)
	}
	if d.Kind == "" {
		d.Kind = LineGoods
	}
	if !d.Kind.valid() {
		return LineData{}, refuse(ErrInvalid, what, "unknown kind %q (known: goods, service, delivery, additional)", d.Kind)
	}
	if d.Step.IsZero() {
		d.Step = amount.Pcs(1)
	}
	if d.Step.Sign() < 0 || d.Quantity.Sign() <= 0 || d.Quantity.Cmp(maxQuantity) > 0 {
		return LineData{}, refuse(ErrQuantity, what, "quantity %s with step %s: it must be more than none and at most %s",
			d.Quantity, d.Step, maxQuantity)
	}
	if !d.Quantity.IsMultipleOf(d.Step) {
		return LineData{}, refuse(ErrQuantity, what, "quantity %s is not a multiple of the line's step %s", d.Quantity, d.Step)
	}
	if d.MarkRequired && d.Step != amount.Pcs(1) {
		return LineData{}, refuse(ErrMarking, what, "goods with marking codes are sold by the piece, the step is %s", d.Step)
	}
	total := d.Total
	if total.IsUnset() {
		t, err := d.Price.Times(d.Quantity)
		if err != nil {
			return LineData{}, moneyProblem(what, err)
		}
		total = t
	}
	if err := checkMoney(what, total, currency); err != nil {
		return LineData{}, err
	}
	span := amount.Spans{{To: d.Quantity, Width: d.Quantity, Total: total}}
	return LineData{
		ID: d.ID, Kind: d.Kind, SKU: d.SKU, Name: d.Name, Ref: d.Ref, Step: d.Step, Quantity: d.Quantity, VAT: d.VAT,
		Marked: d.MarkRequired, Gross: span, Net: span, Portions: []Portion{{To: d.Quantity, State: start}},
	}, nil
}

// checkMoney refuses sums that are unset, negative or in another currency.
func checkMoney[W string | Text](what W, m amount.Money, currency string) error {
	switch {
	case m.IsUnset():
		return refuse(ErrMoney, what, "no sum is given")
	case m.Currency() != currency:
		return refuse(ErrMoney, what, "%s is not in the order's currency %s", m, currency)
	case m.Sign() < 0:
		return refuse(ErrMoney, what, "%s is negative", m)
	}
	return nil
}

// moneyProblem turns an error of the arithmetic into a refusal that names the thing.
func moneyProblem[W string | Text](what W, err error) error {
	return &Refused{What: thing(what), Problem: fmt.Errorf("%w: %w", ErrMoney, err)}
}
