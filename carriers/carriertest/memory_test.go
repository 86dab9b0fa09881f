package carriertest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/suite"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// memory is a carrier in memory that keeps all promises, but for the one that broken names.
type memory struct {
	suite.MemoryWebhook
	broken   string
	stranger bool // it has wrong credentials
	parcels  []*carriers.Parcel
	mishap   string // what befalls the next request
	spent    int
	called   int // times that somebody subscribed
}

func (m *memory) is(broken string) bool { return m.broken == broken }

func (m *memory) System() string { return "memory" }

func (m *memory) fault(class ordo.Class) error { return &ordo.Error{System: "memory", Class: class} }

// described is the form.
func (m *memory) described() carriers.Form {
	tariff := carriers.Field{
		Name: "tariff", Label: "Тариф", Type: carriers.TypeChoice, Required: true,
		Choices: []carriers.Choice{{Value: "slow", Label: "Медленно"}, {Value: "fast", Label: "Быстро"}},
	}
	point := carriers.Field{
		Name: "point", Label: "Пункт", Type: carriers.TypePoint, Required: true, OnlyWhen: []carriers.Condition{{Field: "tariff", Is: []string{"slow"}}},
	}
	item := []carriers.Field{
		{Name: carriers.FieldArticle, Label: "Артикул", Type: carriers.TypeText, Required: true, MaxLen: 20},
		{Name: "pieces", Label: "Количество", Type: carriers.TypeInteger, Required: true, Min: "1", Max: "999"},
		{Name: "payment", Label: "К оплате", Type: carriers.TypeMoney, Unit: "RUB", Required: true},
		{Name: carriers.FieldUnits, Label: "Единицы", Type: carriers.TypeUnits},
	}
	box := []carriers.Field{
		{Name: carriers.FieldNumber, Label: "Номер", Type: carriers.TypeText, Required: true},
		{Name: "weight", Label: "Вес", Type: carriers.TypeInteger, Unit: "g", Required: true, Min: "1", Max: "30000"},
		{Name: "items", Label: "Товары", Type: carriers.TypeList, Required: true, Min: "1", Fields: item},
	}
	f := carriers.Form{System: "memory", Fields: []carriers.Field{
		tariff, point,
		{Name: "name", Label: "ФИО", Type: carriers.TypeText, Required: true, MaxLen: 255},
		{Name: "phone", Label: "Телефон", Type: carriers.TypePhone, Required: true},
		{Name: "email", Label: "Почта", Type: carriers.TypeEmail},
		{Name: "day", Label: "День", Type: carriers.TypeDate, Help: "когда привезут"},
		{Name: "boxes", Label: "Места", Type: carriers.TypeList, Required: true, Min: "1", Max: "10", Fields: box},
	}}
	switch m.broken {
	case "a form of another system":
		f.System = "other"
	case "two fields of one name":
		f.Fields[1].Name = "tariff"
	case "a field without a label":
		f.Fields[0].Label = ""
	case "a type that nobody knows":
		f.Fields[0].Type = "colour"
	case "a choice without choices":
		f.Fields[0].Choices = nil
	case "a pattern that is none":
		f.Fields[2].Pattern = "("
	case "a condition on nothing":
		f.Fields[1].OnlyWhen[0].Field = "nothing"
	case "money without a currency":
		item[2].Unit = ""
	case "a list without fields":
		f.Fields[6].Fields = nil
	case "few rules":
		f.Fields = f.Fields[:1]
	}
	return f
}

func (m *memory) Form(_ context.Context, c carriers.Consignment) (carriers.Form, error) {
	f := m.described()
	boxes, err := c.Boxes()
	if err != nil {
		if m.is("a form of no shipment") {
			return f, nil
		}
		if m.is("no shipment is another error") {
			return f, m.fault(ordo.NotFound)
		}
		return f, err
	}
	v := carriers.Values{
		"tariff": "slow", "point": c.Order.Delivery.Point, "name": c.Order.Buyer.Name, "phone": c.Order.Buyer.Phone,
		"email": c.Order.Buyer.Email, "day": "2026-03-05",
	}
	for n, b := range boxes {
		row := carriers.RowPrefix("boxes", n+1)
		v[row+carriers.FieldNumber], v[row+"weight"] = b.Number, fmt.Sprint(b.Weight)
		for i, x := range b.Items {
			item := carriers.RowPrefix(row+"items", i+1)
			v[item+carriers.FieldArticle], v[item+"pieces"] = x.SKU, fmt.Sprint(x.Pieces)
			v[item+"payment"], v[item+carriers.FieldUnits] = x.Owed.Text(), carriers.FormatUnits(x.Units)
		}
	}
	switch m.broken {
	case "fills in a field that is not there":
		v["colour"] = "red"
	case "fills in nothing":
		v = carriers.Values{}
	case "fills in nonsense":
		v["phone"] = "ring me"
	case "fills in no buyer":
		v["name"] = "?"
	}
	if m.is("few rules") {
		v = carriers.Values{"tariff": "slow", "name": "Иванова Анна +79010000002"}
		f.Fields = append(f.Fields, carriers.Field{Name: "name", Label: "x", Type: carriers.TypeText})
	}
	f.Values = v
	return f, nil
}

// check refuses what is not to be sent.
func (m *memory) check(r carriers.Request) error {
	problems := r.CheckKey()
	if m.is("takes any key") {
		problems = nil
	}
	err := m.described().Check(r.Values)
	var no *carriers.FormError
	if errors.As(err, &no) && !m.is("sends what is broken") {
		problems = append(problems, no.Problems...)
	}
	if len(problems) > 0 && m.is("hides the field") {
		return m.fault(ordo.Invalid)
	}
	return carriers.Refuse(r.Key, problems)
}

func (m *memory) Create(ctx context.Context, r carriers.Request) (carriers.Parcel, error) {
	if err := m.check(r); err != nil {
		return carriers.Parcel{}, err
	}
	if err := m.ended(ctx); err != nil {
		return carriers.Parcel{}, err
	}
	for _, p := range m.parcels {
		free := p.State == carriers.ParcelRefused || p.State == carriers.ParcelCancelled
		if m.is("keeps keys") && p.Key == r.Key || m.is("one parcel for all keys") {
			return m.told(p), nil
		}
		if p.Key == r.Key && !free && p.Direction == carriers.DirectionToBuyer && !m.is("a new parcel each time") {
			return m.told(p), nil
		}
	}
	mishap := m.mishap
	m.mishap = ""
	switch {
	case mishap == "fails" && m.is("a passing refusal is for good"):
		return carriers.Parcel{}, m.fault(ordo.Invalid)
	case mishap == "fails" && m.is("a refusal leaves a trace"):
		m.add(r.Key, carriers.DirectionToBuyer)
		m.parcels[0].Key = "trace"
		return carriers.Parcel{}, m.fault(ordo.Retry)
	case mishap == "fails":
		return carriers.Parcel{}, m.fault(ordo.Retry)
	}
	p := m.add(r.Key, carriers.DirectionToBuyer)
	p.Goods = goodsOf(r.Values)
	if mishap == "refuses" {
		p.State = carriers.ParcelRefused
		p.Problems = []carriers.Problem{{Field: "boxes.weight", Code: "heavy", Rule: "too heavy"}}
		switch m.broken {
		case "refuses without a word":
			p.Problems = nil
		case "refuses without a rule":
			p.Problems[0].Rule = ""
		case "accepts what it refuses":
			p.State = carriers.ParcelWaiting
		}
	}
	if mishap == "loses" {
		if m.is("a lost answer is a new parcel") {
			p.Key = "lost"
		}
		return carriers.Parcel{}, m.fault(ordo.InDoubt)
	}
	return m.told(p), nil
}

// goodsOf are the rows of a form.
func goodsOf(v carriers.Values) (out []carriers.Goods) {
	for n := range v.Rows("boxes") {
		row := carriers.RowPrefix("boxes", n+1)
		for i := range v.Rows(row + "items") {
			item := carriers.RowPrefix(row+"items", i+1)
			pieces := 0
			_, _ = fmt.Sscan(v[item+"pieces"], &pieces)
			out = append(out, carriers.Goods{Box: v[row+carriers.FieldNumber], Article: v[item+carriers.FieldArticle], Pieces: pieces})
		}
	}
	return out
}

func (m *memory) add(key string, w carriers.Direction) *carriers.Parcel {
	m.spent++
	p := &carriers.Parcel{
		Key: key, Ref: order.Ref{System: "memory", Kind: carriers.KindParcel, ID: fmt.Sprint("p", m.spent)}, State: carriers.ParcelWaiting,
		Shipment: status.ShipmentRequested, Direction: w, Occurred: time.Unix(1772442000, 0),
	}
	m.parcels = append(m.parcels, p)
	if m.is("asks for nothing") {
		p.State = carriers.ParcelCancelled
	}
	return p
}

// told is a parcel as it is told.
func (m *memory) told(p *carriers.Parcel) carriers.Parcel {
	q := *p
	switch m.broken {
	case "one reference for all":
		q.Ref.ID, q.Number = "p1", "T1"
	case "no reference":
		q.Ref.ID = ""
	case "speaks of another system":
		q.Ref.System = "other"
	case "no state":
		q.State = ""
	case "another key":
		q.Key = "other"
	case "no number":
		q.Number = ""
	case "does not say where":
		q.Shipment = 0
	case "another number each time":
		m.spent++
		if q.Number != "" {
			q.Number = fmt.Sprint("T", m.spent)
		}
	case "says nothing in its own words":
		q.Text = ""
	case "has no time":
		q.Occurred = time.Time{}
	case "calls the accepted sent":
		if q.Shipment == status.ShipmentRequested && q.State == carriers.ParcelAccepted {
			q.Shipment = status.ShipmentSent
		}
	case "never moves":
		q.Shipment = status.ShipmentRequested
	case "moves are refusals":
		if q.Shipment == status.ShipmentSent {
			q.State = carriers.ParcelCancelled
		}
	case "goes the other way":
		q.Direction = carriers.DirectionBack
	case "counts the return as handed out":
		if q.Direction != carriers.DirectionToBuyer {
			q.Shipment = status.ShipmentHandedOut
		}
	case "a part is all":
		if q.Shipment == status.ShipmentPartlyHandedOut {
			q.Shipment = status.ShipmentHandedOut
		}
	case "forgets what was taken":
		q.Goods = nil
	case "other goods were taken":
		q.Goods = slices.Clone(q.Goods)
		for i := range q.Goods {
			q.Goods[i].Article = "other"
		}
	}
	return q
}

// works makes up the carrier's mind.
func (m *memory) works() {
	for _, p := range m.parcels {
		if p.State == carriers.ParcelWaiting && !m.is("never accepts") {
			p.State, p.Number, p.Code, p.Text = carriers.ParcelAccepted, strings.ToUpper(strings.Replace(p.Ref.ID, "p", "T", 1)), "CREATED", "Создан"
		}
	}
}

func (m *memory) ended(ctx context.Context) error {
	switch {
	case m.stranger && m.is("mistakes strangers"):
		return m.fault(ordo.Retry)
	case m.stranger:
		return m.fault(ordo.Auth)
	case m.is("works without a context"):
		return nil
	}
	return ctx.Err()
}

func (m *memory) find(ref order.Ref) *carriers.Parcel {
	for _, p := range slices.Backward(m.parcels) {
		switch {
		case ref.Kind == carriers.KindNumber && p.Number == ref.ID && ref.ID != "" && !m.is("does not know numbers"),
			ref.Kind == carriers.KindKey && p.Key == ref.ID, ref.Kind == carriers.KindParcel && p.Ref.ID == ref.ID:
			return p
		}
	}
	return nil
}

func (m *memory) Read(ctx context.Context, refs ...order.Ref) iter.Seq2[carriers.Parcel, error] {
	return func(yield func(carriers.Parcel, error) bool) {
		if m.is("reports what nobody asked") && len(refs) == 0 {
			yield(carriers.Parcel{}, nil)
			return
		}
		for i, ref := range refs {
			if err := m.ended(ctx); err != nil {
				yield(carriers.Parcel{}, err)
				return
			}
			p := m.find(ref)
			q := carriers.Parcel{Ref: ref, Problem: m.fault(ordo.NotFound)}
			switch {
			case p != nil:
				q = m.told(p)
			case m.is("finds what is not there"):
				q.Problem = nil
			case m.is("what is not there ends the list"):
				yield(q, q.Problem)
				return
			case m.is("what is not there is left out"):
				continue
			case m.is("what is not there is at fault"):
				q.Problem = m.fault(ordo.Invalid)
			case m.is("a problem without a reference"):
				q.Ref = order.Ref{}
			}
			if !yield(q, nil) && !m.is("reads on") {
				return
			}
			if m.is("tells twice") && i == 0 {
				yield(q, nil)
			}
		}
	}
}

func (m *memory) Cancel(ctx context.Context, ref order.Ref) (carriers.Parcel, error) {
	if err := m.ended(ctx); err != nil {
		return carriers.Parcel{}, err
	}
	p := m.find(ref)
	switch {
	case p == nil:
		return carriers.Parcel{}, m.fault(ordo.NotFound)
	case p.Shipment != status.ShipmentRequested && p.State == carriers.ParcelAccepted && !m.is("cancels on the way"):
		if m.is("another word for on the way") {
			return carriers.Parcel{}, m.fault(ordo.Invalid)
		}
		return carriers.Parcel{}, m.fault(ordo.Conflict)
	case p.State == carriers.ParcelCancelled && m.is("cancels once"):
		return carriers.Parcel{}, m.fault(ordo.Conflict)
	case m.is("cancels nothing"):
		q := m.told(p)
		q.State = carriers.ParcelCancelled
		return q, nil
	case m.is("does not say that it is cancelled"):
		p.State = carriers.ParcelCancelled
		return carriers.Parcel{State: carriers.ParcelWaiting}, nil
	}
	p.State = carriers.ParcelCancelled
	return m.told(p), nil
}

// fixture is the memory with everything that a test may do.
func (m *memory) fixture() Fixture {
	m.MemoryWebhook.Open = m.is("takes forged calls")
	call := func(right bool) func(string) (*http.Request, []byte) {
		return func(key string) (*http.Request, []byte) { return suite.MemoryCall(right, key) }
	}
	return Fixture{
		Port: m, BadCredentials: &memory{broken: m.broken, stranger: true},
		Count: func() (n int) {
			for _, p := range m.parcels {
				if p.State != carriers.ParcelRefused && p.State != carriers.ParcelCancelled && p.Direction == carriers.DirectionToBuyer {
					n++
				}
			}
			return n
		},
		Delivery: order.Delivery{City: "Старгород", Point: "ST1"}, Process: m.works, Refuses: func(string) { m.mishap = "refuses" },
		LosesAnswer: func() { m.mishap = "loses" }, FailsOnce: func() { m.mishap = "fails" },
		Moves: func(key string, to status.ShipmentState) {
			p := m.find(carriers.ByKey("memory", key))
			if p.Shipment, p.Code, p.Text = to, to.String(), "в пути"; to == status.ShipmentComingBack {
				m.comesBack(p)
			}
		},
		HandsOut: func(key string, pieces int) {
			p := m.find(carriers.ByKey("memory", key))
			p.Shipment, p.Code = status.ShipmentPartlyHandedOut, "PARTLY"
			for i := range p.Goods {
				p.Goods[i].HandedOut = min(pieces, p.Goods[i].Pieces)
				pieces -= p.Goods[i].HandedOut
			}
		},
		Call: call(true), Forged: call(false), Subscriptions: func() int { return m.called },
	}
}
