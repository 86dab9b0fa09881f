package novaposhta

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/wire"
)

// Quote asks for a price.
type Quote struct {
	CitySender    string       `json:"CitySender"`
	CityRecipient string       `json:"CityRecipient"`
	ServiceType   ServiceType  `json:"ServiceType"`
	CargoType     CargoType    `json:"CargoType"`
	Weight        wire.Decimal `json:"Weight"` // kilograms
	SeatsAmount   int          `json:"SeatsAmount"`
	OptionsSeat   []Seat       `json:"OptionsSeat,omitempty"`
	Cost          wire.Sum     `json:"Cost"` // declared value in whole hryvnias
	// Redelivery is the money that is collected, if any; see [Money].
	Redelivery   *Redelivery   `json:"RedeliveryCalculate,omitzero"`
	CargoDetails []CargoDetail `json:"CargoDetails,omitempty"`
}

// Redelivery is what goes back to the sender.
type Redelivery struct {
	CargoType string       `json:"CargoType"`
	Amount    wire.Decimal `json:"Amount"`
}

// Money returns the transfer of a sum in hryvnias.
func Money(sum wire.Decimal) *Redelivery { return &Redelivery{CargoType: backwardMoney, Amount: sum} }

// Price is what a parcel costs. Parts that are zero may be missing.
type Price struct {
	AssessedCost   wire.Sum   `json:"AssessedCost,omitzero"` // the declared value
	Cost           wire.Sum   `json:"Cost,omitzero"`
	CostRedelivery wire.Sum   `json:"CostRedelivery,omitzero"`
	CostPack       wire.Sum   `json:"CostPack,omitzero"`
	Zone           Zone       `json:"TZoneInfo,omitzero"`
	Warnings       Problems   `json:"-"`
	Extra          wire.Extra `json:"-"`
	Problem        error      `json:"-"` // what could not be read
}

// Zone is the zone of a tariff.
type Zone struct {
	ID    string     `json:"TzoneID"`
	Name  string     `json:"TzoneName"`
	Extra wire.Extra `json:"-"`
}

// Total returns the sum of the parts; unset if there is no price.
func (p *Price) Total() (amount.Money, error) {
	total, err := p.Cost.Money()
	for _, part := range []wire.Sum{p.CostRedelivery, p.CostPack} {
		m, no := part.Money()
		if err = errors.Join(err, no); err == nil && !m.IsUnset() && !total.IsUnset() {
			total, err = total.Add(m)
		}
	}
	return total, err
}

// GetPrice returns what a parcel would cost.
func (c *Client) GetPrice(ctx context.Context, q Quote) (*Price, error) {
	const method = "getDocumentPrice"
	var in single[Price]
	if _, err := c.rest.Do(ctx, c.request(modelDocument, method, q, rest.Read()), &in); err != nil {
		return nil, err
	}
	p := in.Data[0]
	p.Warnings = in.all()
	return &p, nil
}

// deliveryDate is the answer to a question for a day: the moment in a field of an object, or in the field itself.
type deliveryDate struct {
	Date    Time            `json:"date"`
	Nested  json.RawMessage `json:"DeliveryDate"`
	Extra   wire.Extra      `json:"-"`
	Problem error           `json:"-"`
}

// day returns the day; empty if there is none.
func (d *deliveryDate) day() (Date, error) {
	if len(d.Nested) == 0 {
		return DateOf(d.Date.Time), d.Problem
	}
	var in struct {
		Date Time `json:"date"`
	}
	if d.Nested[0] == '{' {
		err := decode(d.Nested, &in)
		return DateOf(in.Date.Time), err
	}
	err := in.Date.UnmarshalJSON(d.Nested)
	return DateOf(in.Date.Time), err
}

// GetDeliveryDate returns the day on which a parcel would arrive that is handed over on a day; today if that is empty.
func (c *Client) GetDeliveryDate(ctx context.Context, from, to string, t ServiceType, on Date) (Date, error) {
	const method = "getDocumentDeliveryDate"
	p := properties{"CitySender": from, "CityRecipient": to, "ServiceType": string(t)}
	if on != "" {
		p["DateTime"] = on
	}
	var in single[deliveryDate]
	r := c.request(modelDocument, method, p, rest.Read())
	r.Check = func() error {
		day, err := in.Data[0].day()
		if day == "" && err == nil {
			err = errors.New("the answer has no day")
		}
		return err
	}
	if _, err := c.rest.Do(ctx, r, &in); err != nil {
		return "", err
	}
	return in.Data[0].day()
}

// PrintForm is a printed form.
type PrintForm string

// The forms.
const (
	WaybillForm PrintForm = "printDocument"       // the waybill itself
	LabelForm   PrintForm = "printMarking100x100" // a label of each seat, for thermal printers
	SheetForm   PrintForm = "printMarking85x85"   // labels, eight on a sheet of A4
)

// tail is what stands behind the number in the address of a form. It is taken from programs of others.
func (f PrintForm) tail() string {
	switch f {
	case LabelForm:
		return "type/pdf/zebra/zebra"
	case SheetForm:
		return "type/pdf8"
	}
	return "type/pdf"
}

// GetPDF returns a printed form of a waybill, by its number. It is made by the cabinet, at [Cabinet]; the key stands in
// the address, and is shown to nobody.
func (c *Client) GetPDF(ctx context.Context, form PrintForm, number string) ([]byte, error) {
	op := "orders/" + string(form)
	digits, ok := Number(number)
	if !ok {
		return nil, c.rest.Fail(op, ordo.Invalid, "not sent: "+quoted(number)+" is no number of a waybill, which has 14 digits", nil)
	}
	var data []byte
	_, err := c.rest.Do(ctx, rest.Request{
		Op: op, Path: c.cabinet + "/orders/" + string(form) + rest.Pathf("/orders[]/%s/", digits) + form.tail() + rest.Pathf("/apiKey/%s", c.key.Reveal()),
		Anonymous: true,
		Check: func() error {
			if len(data) < 5 || string(data[:5]) != "%PDF-" {
				return errors.New("the answer is no PDF: the key may not print, or the waybill is not there")
			}
			return nil
		},
	}, &data)
	return data, err
}
