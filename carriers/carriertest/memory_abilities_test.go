package carriertest

import (
	"context"
	"iter"
	"net/http"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

func (m *memory) Quote(_ context.Context, v carriers.Values) ([]carriers.Offer, error) {
	if v.Rows("boxes") == 0 && !m.is("prices nothing") {
		return nil, carriers.Refuse("", []carriers.Problem{{Field: "boxes", Code: carriers.CodeRequired, Rule: "has no row"}})
	}
	o := carriers.Offer{Values: carriers.Values{"tariff": "slow"}, Name: "Медленно", Price: amount.RUB(30000)}
	switch m.broken {
	case "no offers":
		return nil, nil
	case "gives it away":
		o.Price = amount.Money{}
	case "offers what cannot be chosen":
		o.Values["tariff"] = "teleport"
	case "a quote is a request":
		m.add("quote", carriers.DirectionToBuyer)
	}
	return []carriers.Offer{o}, nil
}

func (m *memory) Cities(_ context.Context, name string) ([]carriers.Choice, error) {
	city := carriers.Choice{Value: "1", Label: "Старгород, Область"}
	if m.is("finds any city") || (strings.HasPrefix(city.Label, name) && !m.is("finds no city")) {
		return []carriers.Choice{city}, nil
	}
	return nil, nil
}

func (m *memory) Points(ctx context.Context, q carriers.PointQuery) iter.Seq2[carriers.Point, error] {
	return func(yield func(carriers.Point, error) bool) {
		if err := m.ended(ctx); err != nil {
			yield(carriers.Point{}, err)
			return
		}
		if m.is("has no points") {
			return
		}
		for _, p := range []carriers.Point{
			{Code: "ST1", City: "1", Address: "Старгород, Рыночная, 1"},
			{Code: "ST2", City: "1", Address: "Старгород, Вокзал", Locker: true},
			{Code: "BAD", Problem: m.fault(ordo.Invalid)},
		} {
			if m.is("points without an address") {
				p.Address = ""
			}
			fits := q.Code == "" || q.Code == p.Code || m.is("does not filter points")
			if q.Locker != nil && !m.is("does not tell lockers") {
				fits = fits && *q.Locker == p.Locker && p.Problem == nil
			}
			if fits && !yield(p, nil) && !m.is("points go on") {
				return
			}
		}
	}
}

func (m *memory) Labels(_ context.Context, refs ...order.Ref) ([]carriers.Label, error) {
	var out []carriers.Label
	for _, ref := range refs {
		if m.find(ref) == nil && !m.is("prints what is not there") {
			return nil, m.fault(ordo.NotFound)
		}
		out = append(out, carriers.Label{Name: ref.ID + ".pdf", ContentType: "application/pdf", Data: []byte("%PDF")})
	}
	switch m.broken {
	case "prints nothing":
		return nil, nil
	case "prints white paper":
		out[0].Data = nil
	}
	return out, nil
}

func (m *memory) Change(_ context.Context, ref order.Ref, r carriers.Request) (carriers.Parcel, error) {
	if err := m.check(r); err != nil && !m.is("changes to anything") {
		return carriers.Parcel{}, err
	}
	p := m.find(ref)
	if p.Shipment != status.ShipmentRequested && !m.is("changes on the way") {
		return carriers.Parcel{}, m.fault(ordo.Conflict)
	}
	switch m.broken {
	case "a change is another parcel":
		return m.told(m.add(r.Key, carriers.DirectionToBuyer)), nil
	case "a change is refused":
		p.Problems = []carriers.Problem{{Code: "no", Rule: "no"}}
	}
	return m.told(p), nil
}

func (m *memory) SendBack(_ context.Context, ref order.Ref) (carriers.Parcel, error) {
	p := m.find(ref)
	if p.Shipment == status.ShipmentRequested && !m.is("sends back what it does not have") {
		return carriers.Parcel{}, m.fault(ordo.Conflict)
	}
	if m.is("sends nothing back") {
		return m.told(p), nil
	}
	if p.Shipment != status.ShipmentComingBack || m.is("sends back twice") {
		m.comesBack(p)
	}
	return m.told(p), nil
}

// comesBack makes the parcel that brings goods back.
func (m *memory) comesBack(p *carriers.Parcel) {
	p.Shipment, p.Code, p.Text = status.ShipmentComingBack, "NOT_DELIVERED", "Не вручен"
	back := m.add("", carriers.DirectionBack)
	back.ReturnOf, back.Shipment, back.State, back.Number = p.Ref, status.ShipmentComingBack, carriers.ParcelAccepted, "B"+p.Number
	if m.is("does not link") {
		back.ReturnOf = order.Ref{}
	}
	p.Returns = append(p.Returns, back.Ref)
}

func (m *memory) Return(_ context.Context, r carriers.ReturnRequest) (carriers.Parcel, error) {
	p := m.find(r.Parcel)
	if p.Shipment != status.ShipmentHandedOut && !m.is("returns what was not handed out") {
		return carriers.Parcel{}, m.fault(ordo.Conflict)
	}
	if len(p.Returns) > 0 && !m.is("returns twice") {
		return m.told(m.find(p.Returns[0])), nil
	}
	back := m.add(r.Key, carriers.DirectionFromBuyer)
	back.ReturnOf = p.Ref
	p.Returns = append(p.Returns, back.Ref)
	switch m.broken {
	case "a return takes the goods away":
		p.Shipment = status.ShipmentCameBack
	case "refuses returns":
		back.State = carriers.ParcelRefused
	case "a return is the parcel itself":
		return m.told(p), nil
	}
	return m.told(back), nil
}

func (m *memory) Subscribe(context.Context) error {
	if m.called == 0 || m.is("subscribes each time") {
		m.called++
	}
	if m.is("does not subscribe") {
		m.called = 0
	}
	return nil
}

func (m *memory) Check(ctx context.Context) error {
	if m.is("its settings are bad") {
		return m.fault(ordo.Auth)
	}
	return m.ended(ctx)
}

func (m *memory) Receive(_ *http.Request, body []byte) (ordo.Call[order.Ref], error) {
	p := m.find(carriers.ByKey("memory", string(body)))
	if p == nil {
		return ordo.Call[order.Ref]{}, &ordo.CallError{System: "memory", Status: 400, Text: "no such parcel"}
	}
	c := ordo.Call[order.Ref]{Key: string(body), News: []order.Ref{{System: "memory", Kind: carriers.KindParcel, ID: p.Ref.ID}}}
	switch m.broken {
	case "calls bring nothing":
		c.News = nil
	case "calls bring strangers":
		c.News = append(c.News, carriers.ByKey("memory", "nobody's"))
	case "receiving asks for a parcel":
		m.add("hook", carriers.DirectionToBuyer)
	}
	return c, nil
}
