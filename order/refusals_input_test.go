package order_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

func TestADraftThatCannotBeIsRefused(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(*order.Draft)
		want  error
		says  string
	}{
		{"no id", func(d *order.Draft) { d.ID = "" }, order.ErrInvalid, "draft"},
		{"no lines", func(d *order.Draft) { d.Lines = nil }, order.ErrInvalid, "0 lines"},
		{"an unknown scheme", func(d *order.Draft) { d.Scheme = "teleport" }, order.ErrScheme, "teleport"},
		{"a line twice", func(d *order.Draft) { d.Lines[1].ID = "L1" }, order.ErrDuplicate, "line L1"},
		{"a line without an id", func(d *order.Draft) { d.Lines[1].ID = "" }, order.ErrInvalid, "Lines[1].ID"},
		{"an unknown kind of line", func(d *order.Draft) { d.Lines[0].Kind = "gift" }, order.ErrInvalid, "line L1"},
		{"a line of nothing", func(d *order.Draft) { d.Lines[0].Quantity = amount.Pcs(0) }, order.ErrQuantity, "line L1"},
		{"a line of less than nothing", func(d *order.Draft) { d.Lines[0].Quantity = amount.Pcs(-3) }, order.ErrQuantity, "line L1"},
		{"a line beyond all bounds", func(d *order.Draft) { d.Lines[0].Quantity = amount.Pcs(math.MaxInt) }, order.ErrQuantity, "line L1"},
		{"half a piece", func(d *order.Draft) { d.Lines[0].Quantity = amount.Milli(2500) }, order.ErrQuantity, "step 1"},
		{"a step below nothing", func(d *order.Draft) { d.Lines[0].Step = amount.Pcs(-1) }, order.ErrQuantity, "line L1"},
		{"marking codes by weight", func(d *order.Draft) { d.Lines[0].Step, d.Lines[0].MarkRequired = amount.Milli(50), true }, order.ErrMarking, "line L1"},
		{"a negative price", func(d *order.Draft) { d.Lines[0].Price = amount.RUB(-1) }, order.ErrMoney, "line L1"},
		{"no price", func(d *order.Draft) { d.Lines[1].Price = amount.Money{} }, order.ErrMoney, "line L2"},
		{"a price that overflows", func(d *order.Draft) { d.Lines[0].Price = amount.RUB(math.MaxInt64) }, order.ErrMoney, "line L1"},
		{"lines that overflow together", func(d *order.Draft) { d.Lines[0].Total, d.Lines[1].Total = amount.RUB(math.MaxInt64), amount.RUB(1) }, order.ErrMoney, "order"},
		{"lines in two currencies", func(d *order.Draft) { d.Lines[1].Price = amount.EUR(1) }, order.ErrMoney, "line L2"},
		{"a currency that nobody has", func(d *order.Draft) { d.Currency = "XXQ" }, order.ErrMoney, "XXQ"},
		{"a VAT rate that does not exist", func(d *order.Draft) { d.Lines[0].VAT = 99 }, order.ErrMoney, "line L1"},
		{"a discount in another currency", func(d *order.Draft) { d.Adjustments = discount(amount.EUR(1)) }, order.ErrMoney, "discount"},
		{"a discount above the price", func(d *order.Draft) { d.Adjustments = discount(amount.RUB(500_01)) }, order.ErrMoney, "discount"},
		{"a window that ends before it begins", func(d *order.Draft) { d.Delivery.Window = order.Window{From: opened, To: opened.Add(-1 * time.Hour)} }, order.ErrTime, "window"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := marketplace()
			c.spoil(&d)
			o, evs, err := order.New(d, order.By{At: opened})
			refusedWith(t, err, c.want, c.says)
			require.Nil(t, o)
			require.Empty(t, evs)
			_, _, err = order.Import(order.Snapshot{Draft: d}, order.By{At: opened})
			refusedWith(t, err, c.want, c.says)
		})
	}
}

func discount(m amount.Money) []order.Adjustment {
	return []order.Adjustment{{Kind: order.AdjustDiscount, Amount: m}}
}

func TestASnapshotThatCannotBeIsRefused(t *testing.T) {
	paid := order.Payment{ID: "p1", Amount: amount.RUB(100)}
	for _, c := range []struct {
		name  string
		spoil func(*order.Snapshot)
		want  error
		says  string
	}{
		{"units of an unknown line", func(s *order.Snapshot) { s.Standing = []order.Move{{Line: "L9"}} }, order.ErrUnknown, "line L9"},
		{"units beyond the line", func(s *order.Snapshot) {
			s.Standing = []order.Move{{Line: "L1", Portion: order.Portion{To: amount.Pcs(4), State: status.ItemSent}}}
		}, order.ErrInvalid, "line L1"},
		{"units that stand nowhere", func(s *order.Snapshot) { s.Standing = []order.Move{{Line: "L1"}} }, order.ErrInvalid, "line L1"},
		{"units in a shipment that is not there", func(s *order.Snapshot) {
			s.Standing = []order.Move{{Line: "L1", Portion: order.Portion{State: status.ItemSent, Shipment: 1}}}
		}, order.ErrInvalid, "S1"},
		{"units in a return block", func(s *order.Snapshot) {
			s.Standing = []order.Move{{Line: "L1", Portion: order.Portion{State: status.ItemReturning, Block: 1}}}
		}, order.ErrInvalid, "R1"},
		{"a payment twice", func(s *order.Snapshot) { s.Payments = []order.Payment{paid, paid} }, order.ErrInvalid, "p1"},
		{"a payment of nothing", func(s *order.Snapshot) { s.Payments = []order.Payment{{ID: "p1"}} }, order.ErrMoney, "payment p1"},
		{"a payment in another currency", func(s *order.Snapshot) { s.Payments = []order.Payment{{ID: "p1", Amount: amount.UAH(1)}} }, order.ErrMoney, "payment p1"},
		{"a shipment out of order", func(s *order.Snapshot) { s.Shipments = []order.Shipment{{N: 2}} }, order.ErrInvalid, "S2"},
		{"a package out of order", func(s *order.Snapshot) { s.Packages = []order.Package{{N: 2}} }, order.ErrInvalid, "P2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := order.Snapshot{Draft: marketplace()}
			c.spoil(&found)
			_, _, err := order.Import(found, order.By{At: opened})
			refusedWith(t, err, c.want, c.says)
		})
	}
}

func TestTimesThatCannotBeAreRefused(t *testing.T) {
	for _, c := range []struct {
		name         string
		at, occurred time.Time
		says         string
	}{
		{"none", time.Time{}, time.Time{}, "By.At"},
		{"before there were computers", time.Date(1969, 12, 31, 0, 0, 0, 0, time.UTC), time.Time{}, "1969"},
		{"after the year 9999", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), time.Time{}, "10000"},
		{"an outside time in the far future", opened, opened.Add(24*time.Hour + time.Microsecond), "2026-03-03T09:00:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			by := order.By{Actor: order.Actor{Role: order.RoleChannel, System: "mm-1"}, At: c.at, Occurred: c.occurred}
			_, _, err := order.New(marketplace(), by)
			refusedWith(t, err, order.ErrTime, c.says)
			_, _, err = order.Import(order.Snapshot{Draft: marketplace()}, by)
			refusedWith(t, err, order.ErrTime, c.says)

			o, _, err := order.New(marketplace(), order.By{At: opened.Add(-time.Hour)})
			require.NoError(t, err)
			before := stands(t, o)
			_, err = o.Do(order.Cancel{Reason: status.ReasonOther}, by)
			refusedWith(t, err, order.ErrTime, c.says)
			_, err = o.Observe(order.CancelReport{}, by)
			refusedWith(t, err, order.ErrTime, c.says)
			require.Equal(t, before, stands(t, o))
		})
	}
	t.Run("an outside clock may run ahead by a day", func(t *testing.T) {
		_, _, err := order.New(marketplace(), order.By{At: opened, Occurred: opened.Add(24 * time.Hour)})
		require.NoError(t, err)
	})
	t.Run("a clock that runs behind is brought up to the last event", func(t *testing.T) {
		s := newOrder(t)
		evs, err := s.o.Do(order.Take{}, order.By{Actor: order.Actor{Role: order.RoleOperator}, At: opened.AddDate(-1, 0, 0)})
		require.NoError(t, err)
		require.Equal(t, s.at, evs[0].At)
	})
}

func TestAKeyMakesACommandHappenOnce(t *testing.T) {
	s := newOrder(t)
	keyed := func() order.By {
		by := s.by(order.RoleOperator)
		by.Key = "k-1"
		return by
	}
	confirm := order.Confirm{Picks: order.Pick("L1", amount.Pcs(1))}
	evs, err := s.o.Do(confirm, keyed())
	require.NoError(t, err)
	require.Len(t, evs, 1)

	for name, o := range map[string]*order.Order{"the order": s.o, "its clone": s.o.Clone(), "the replayed order": stored(t, s.o)} {
		t.Run(name, func(t *testing.T) {
			before := stands(t, o)
			evs, err := o.Do(confirm, keyed())
			require.NoError(t, err)
			require.Empty(t, evs, "the same content is no news")

			for _, other := range []order.Command{
				order.Confirm{Picks: order.Pick("L1", amount.Pcs(2))}, order.Confirm{}, order.Assemble{Picks: order.Pick("L1", amount.Pcs(1))}, order.WriteComment{Text: "x"},
			} {
				_, err = o.Do(other, keyed())
				refusedWith(t, err, order.ErrKeyReused, "key k-1")
			}
			_, err = o.Observe(order.PaymentReport{}, order.By{Actor: order.Actor{Role: order.RoleChannel}, At: s.at, Key: "k-1"})
			refusedWith(t, err, order.ErrKeyReused, "key k-1")
			require.Equal(t, before, stands(t, o))
		})
	}
	t.Run("a refused command leaves its key free", func(t *testing.T) {
		by := s.by(order.RoleOperator)
		by.Key = "k-2"
		_, err := s.o.Do(order.Confirm{Picks: order.PickAll("L9")}, by)
		require.ErrorIs(t, err, order.ErrUnknown)
		_, err = s.o.Do(order.Confirm{Picks: order.PickAll("L2")}, by)
		require.NoError(t, err)
	})
}

func TestNothingIsRefused(t *testing.T) {
	s := newOrder(t)
	before := stands(t, s.o)
	_, err := s.o.Do(nil, s.by(order.RoleOperator))
	require.ErrorIs(t, err, order.ErrInvalid)
	_, err = s.o.Observe(nil, s.by(order.RoleChannel))
	require.ErrorIs(t, err, order.ErrInvalid)
	require.Equal(t, before, stands(t, s.o))
}

func TestReportsThatMakeNoSenseAreRefused(t *testing.T) {
	for _, c := range []struct {
		name   string
		role   order.Role
		report order.Observation
		want   error
		says   string
	}{
		{"a report of a person", order.RoleOperator, order.CancelReport{}, order.ErrRole, "role operator"},
		{"the status of an unknown line", order.RoleChannel, order.StatusReport{Says: status.Meaning{Item: status.ItemPacked}, Picks: order.PickAll("L9")}, order.ErrUnknown, "line L9"},
		{"a cancellation of an unknown line", order.RoleChannel, order.CancelReport{Picks: order.PickAll("L9")}, order.ErrUnknown, "line L9"},
		{"an unknown shipment", order.RoleCarrier, order.ShipmentReport{Shipment: 7, State: status.ShipmentSent}, order.ErrUnknown, "S7"},
		{"an unknown waybill", order.RoleCarrier, order.ShipmentReport{Waybill: "1012", State: status.ShipmentSent}, order.ErrUnknown, "1012"},
		{"a payment in another currency", order.RoleChannel, order.PaymentReport{Payment: order.Payment{ID: "p1", Amount: amount.EUR(1)}}, order.ErrMoney, "payment p1"},
		{"a payment without an id", order.RoleChannel, order.PaymentReport{Payment: order.Payment{Amount: amount.RUB(1)}}, order.ErrInvalid, "payment"},
		{"a window that ends before it begins", order.RoleChannel, order.DateReport{Window: order.Window{From: opened, To: opened.Add(-1)}}, order.ErrTime, "window"},
		{"a line twice", order.RoleChannel, order.LinesReport{Lines: []order.Line{goods("L1", 3), goods("L1", 3)}}, order.ErrDuplicate, "line L1"},
		{"a line of nothing", order.RoleChannel, order.LinesReport{Lines: []order.Line{{ID: "L1", Total: amount.RUB(1)}}}, order.ErrQuantity, "line L1"},
		{"a line in another currency", order.RoleChannel, order.LinesReport{Lines: []order.Line{{ID: "L1", Quantity: amount.Pcs(3), Total: amount.USD(1)}}}, order.ErrMoney, "line L1"},
		{"lines from somebody who does not own them", order.RoleERP, order.LinesReport{Lines: marketplace().Lines}, order.ErrRole, "lines"},
		{"a wish for nothing", order.RoleERP, order.Intent{Commands: []order.Command{order.Take{}, nil}}, order.ErrInvalid, "wish"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newOrder(t)
			before := stands(t, s.o)
			evs, err := s.o.Observe(c.report, s.by(c.role))
			refusedWith(t, err, c.want, c.says)
			require.Empty(t, evs)
			require.Equal(t, before, stands(t, s.o), "an error in the middle changes nothing either")
		})
	}
}

func TestAnOrderWhoseSchemeIsNotKnownIsKeptAndLeftAlone(t *testing.T) {
	own, _ := order.OwnPickup.Rules()
	own.Code = "our-lockers"
	d := ownShop()
	d.Scheme = own.Code
	s := tell(t, d, order.WithScheme(own))
	s.do(order.Confirm{})

	o := stored(t, s.o)
	require.Equal(t, stands(t, s.o), stands(t, o), "the log is readable without the rules")
	before := stands(t, o)
	_, err := o.Do(order.Deliver{}, s.by(order.RoleOperator))
	refusedWith(t, err, order.ErrScheme, "our-lockers")
	_, err = o.Observe(order.PaymentReport{}, s.by(order.RoleGateway))
	refusedWith(t, err, order.ErrScheme, "our-lockers")
	require.Equal(t, before, stands(t, o))

	o = stored(t, s.o, order.WithScheme(own))
	_, err = o.Do(order.Deliver{}, s.by(order.RoleOperator))
	require.NoError(t, err)
}

// ---- logs
// -------------------------------------------------------------------------------------------------------------

func TestADamagedLogNamesTheEvent(t *testing.T) {
	s := confirmedOrder(t)
	s.do(order.Pack{Boxes: inPieces(marketplace())}, order.WriteComment{Text: "fragile"}, order.HandOver{})
	events := strings.SplitAfter(written(t, s.log()), "\n  },\n")
	require.Len(t, events, 6, "placed, confirmed, packed, commented, shipment-created, handed-over")
	whole := strings.Join(events, "")

	for _, c := range []struct {
		name   string
		damage func() string
		n      int
		kind   string
		says   string
	}{
		{"nothing at all", func() string { return "" }, 0, "", "damaged log"},
		{"no events", func() string { return "[]" }, 0, "", "empty"},
		{"not a list", func() string { return `{"kind":"placed"}` }, 0, "", "object"},
		{"cut off", func() string { return whole[:len(whole)/2] }, 0, "", "damaged log"},
		{"an event that is null", func() string { return "[null]" }, 0, "", "unknown kind"},
		{"the beginning is lost", func() string { return "[" + strings.Join(events[1:], "") }, 2, "confirmed", "event 1 is next"},
		{"an event is lost", func() string { return strings.Join(append(events[:1:1], events[2:]...), "") }, 3, "packed", "event 2 is next"},
		{"an event is there twice", func() string { return strings.Join(append(events[:2:2], events[1:]...), "") }, 2, "confirmed", "event 3 is next"},
		{"no beginning", func() string { return strings.Replace("["+events[1]+"]", "},\n]", "}]", 1) }, 2, "confirmed", "event 1 is next"},
		{"a log that begins in the middle", func() string {
			return `[{"kind":"taken","v":1,"n":1,"at":"2026-03-02T09:00:00Z"}]`
		}, 1, "taken", "begins with placed or imported"},
		{"a second beginning", func() string { return strings.Replace(whole, `"kind": "commented"`, `"kind": "placed"`, 1) }, 4, "placed", "text"},
		{"an unknown kind", func() string { return strings.Replace(whole, `"kind": "packed"`, `"kind": "teleported"`, 1) }, 3, "teleported", "unknown kind"},
		{"a version from the future", func() string {
			return strings.Replace(whole, "\"kind\": \"packed\",\n    \"v\": 2", "\"kind\": \"packed\",\n    \"v\": 3", 1)
		}, 3, "packed", "version 3"},
		{"a version that never was", func() string {
			return strings.Replace(whole, "\"kind\": \"packed\",\n    \"v\": 2", "\"kind\": \"packed\",\n    \"v\": 0", 1)
		}, 3, "packed", "version 0"},
		{"a field that the kind does not have", func() string {
			return strings.Replace(whole, `"text": "fragile"`, `"text": "fragile", "colour": "red"`, 1)
		}, 4, "commented", "colour"},
		{"a number where a text belongs", func() string { return strings.Replace(whole, `"fragile"`, `7`, 1) }, 4, "commented", "text"},
		{"an unknown item state", func() string { return strings.Replace(whole, `"state": "packed"`, `"state": "levitating"`, 1) }, 3, "packed", "levitating"},
		{"units beyond the line", func() string { return damageEvent(events, 1, `"to": "3"`, `"to": "4"`) }, 2, "confirmed", `line "L1"`},
		{"an unknown line", func() string { return damageEvent(events, 1, `"line": "L1"`, `"line": "L9"`) }, 2, "confirmed", `unknown line "L9"`},
		{"an unknown shipment", func() string { return damageEvent(events, 5, `"n": 1,`, `"n": 3,`) }, 6, "handed-over", "S3"},
		{"another currency", func() string { return damageEvent(events, 0, `"total": "500.00 RUB"`, `"total": "500.00 EUR"`) }, 1, "placed", "EUR"},
		{"a gap between portions", func() string {
			return damageEvent(events, 0, `"portions": [
            {
              "from": "0",`, `"portions": [
            {
              "from": "1",`)
		}, 1, "placed", `line "L1"`},
		{"no time", func() string {
			return damageEvent(events, 2, `"at": "2026-03-02T09:30:00Z"`, `"at": "0001-01-01T00:00:00Z"`)
		}, 3, "packed", "time"},
		{"a time before the event before", func() string {
			return damageEvent(events, 2, `"at": "2026-03-02T09:30:00Z"`, `"at": "2026-03-02T09:15:00Z"`)
		}, 3, "packed", "lies before"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := c.damage()
			require.NotEqual(t, whole, text, "the damage is done")
			log, err := order.ReadLog(strings.NewReader(text))
			if err == nil {
				_, err = order.Replay(log)
			}
			var damaged *order.LogError
			require.ErrorAs(t, err, &damaged)
			require.Equal(t, c.n, damaged.N)
			require.Equal(t, c.kind, damaged.Kind)
			require.ErrorContains(t, err, c.says)
		})
	}
}

// damageEvent is the log with one event changed.
func damageEvent(events []string, i int, from, to string) string {
	damaged := append([]string(nil), events...)
	damaged[i] = strings.Replace(damaged[i], from, to, 1)
	return strings.Join(damaged, "")
}

func TestALogOfEventsThatNobodyWroteIsDamaged(t *testing.T) {
	log := newOrder(t).log()
	at := log[0].At.Add(time.Hour)
	for name, e := range map[string]order.Event{
		"no body":                   {N: 2, At: at},
		"a time in another zone":    {N: 2, At: at.In(time.FixedZone("MSK", 3*60*60)), Body: order.Taken{}},
		"nanoseconds":               {N: 2, At: at.Add(time.Nanosecond), Body: order.Taken{}},
		"a state that is none":      {N: 2, At: at, State: 200, Body: order.Taken{}},
		"a second beginning":        {N: 2, At: at, Body: log[0].Body},
		"an item state that is not": {N: 2, At: at, Body: order.Confirmed{Moves: []order.Move{{Line: "L1", Portion: order.Portion{To: amount.Pcs(1), State: 200}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := order.Replay(append(log[:1:1], e))
			var damaged *order.LogError
			require.ErrorAs(t, err, &damaged)
			require.Equal(t, 2, damaged.N)
		})
	}
	t.Run("a key twice", func(t *testing.T) {
		_, err := order.Replay(append(log[:1:1],
			order.Event{N: 2, At: at, Key: "k", Digest: "1", Body: order.Taken{}}, order.Event{N: 3, At: at, Key: "k", Digest: "1", Body: order.Taken{}}))
		require.ErrorContains(t, err, `key "k" twice`)
	})
}
