package killtest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/durable"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/erp/retailcrm/retailcrmtest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/receipts"
	"github.com/ordo-sdk/ordo/receipts/atol/atoltest"
	"github.com/ordo-sdk/ordo/receipts/yookassa/yookassatest"
	"github.com/ordo-sdk/ordo/status"
)

// verdict compares what all sides have in the end.
type verdict struct {
	*world
	store    *durable.Store
	bridge   *bridge.Bridge
	wrong    []string
	doubled  map[string]int // results that are there twice, by system
	cards    map[string][]retailcrmtest.Order
	receipts map[string][]atoltest.Receipt // by key, without the number of the try
	refunds  map[string][]yookassatest.Refund
	payments map[string]yookassatest.Payment
}

// agree checks that all orders are in the right state on all sides, with the same sums, that everything was there
// once, and that nothing is under way any more. It reads what the workers have left.
func (w *world) agree() {
	w.Helper()
	store, err := durable.Open(w.Context(), w.fleet.settings.Store)
	require.NoError(w, err)
	defer func() { require.NoError(w, store.Close()) }()
	b, err := connect(store, w.fleet.settings)
	require.NoError(w, err)
	v := &verdict{
		world: w, store: store, bridge: b, doubled: map[string]int{}, cards: map[string][]retailcrmtest.Order{},
		receipts: map[string][]atoltest.Receipt{}, refunds: map[string][]yookassatest.Refund{}, payments: map[string]yookassatest.Payment{},
	}
	v.collect()
	for _, l := range w.lives {
		switch l := l.(type) {
		case *deal:
			v.market(l)
		case *sale:
			v.shop(l)
		}
	}
	v.rest()
	v.print()
	require.Empty(w, v.wrong, "%d faults: %s", len(v.wrong), strings.Join(v.wrong[:min(len(v.wrong), 40)], "\n"))
}

// collect reads what is outside.
func (v *verdict) collect() {
	for _, c := range v.crm.Orders() {
		v.cards[c.ExternalID] = append(v.cards[c.ExternalID], c)
	}
	for _, r := range v.kassa.Receipts() {
		key, _, _ := strings.Cut(r.ExternalID, "~")
		v.receipts[key] = append(v.receipts[key], r)
	}
	for _, r := range v.yk.Refunds() {
		v.refunds[r.Metadata["refund_key"]] = append(v.refunds[r.Metadata["refund_key"]], r)
	}
	for _, p := range v.yk.Payments() {
		v.payments[p.ID] = p
	}
	for what, n := range v.commit {
		if n > 1 {
			v.twice("Megamarket", "%s took effect %d times", what, n)
		}
	}
}

func (v *verdict) differ(id, format string, args ...any) {
	v.wrong = append(v.wrong, id+": "+fmt.Sprintf(format, args...))
}

func (v *verdict) twice(where, format string, args ...any) {
	v.doubled[where]++
	v.differ(where, format, args...)
}

// order replays the log of an order.
func (v *verdict) order(id string) (order.View, *order.Order) {
	o, err := v.bridge.Order(v.Context(), id)
	if err != nil {
		v.differ(id, "%v", err)
		return order.View{}, nil
	}
	d, err := v.store.Load(v.Context(), id)
	waits := slices.ContainsFunc(d.Summary.Flags, func(f bridge.Flag) bool { return f != bridge.FlagMoneyDue })
	if err != nil || len(d.Messages) > 0 || len(d.Effects) > 0 || waits {
		v.differ(id, "%d messages and %d effects are open, flags %v, error %v", len(d.Messages), len(d.Effects), d.Summary.Flags, err)
	}
	return o.View(), o
}

// isGone are the states of units that the buyer does not get.
var isGone = []status.ItemState{status.ItemCancelled, status.ItemRefused, status.ItemReturning, status.ItemReturned}

// market compares Megamarket, the card and the order here.
func (v *verdict) market(d *deal) {
	o, _ := v.order("mm-1/" + d.id)
	cards := v.cards[d.id]
	if o.ID == "" || len(cards) != 1 {
		v.twice("RetailCRM", "order %s has %d cards", d.id, len(cards))
		return
	}
	c := cards[0]
	sh, _ := v.mm.Shipment(d.id)
	living, there := int64(0), int64(0)
	for i, l := range o.Lines {
		lot := sh.Lots[i]
		means, known := status.MegaMarket().Read(status.AxisItem, lot.Status)
		gone := false
		for _, p := range l.Portions {
			gone = gone || slices.Contains(isGone, p.State)
			if !known || means.Item != p.State && (means.Item != status.ItemCancelled || !gone) {
				v.differ(o.ID, "lot %s is %s/%s at Megamarket and %s here", l.ID, lot.Status, lot.SubStatus, p.State)
			}
		}
		if c.Items[i].Canceled != gone && o.State != status.OrderCancelled {
			v.differ(o.ID, "line %s is %s in RetailCRM and %v here", l.ID, c.Items[i].Status, l.Portions)
		}
		if !gone {
			living += lot.Final * 100
		}
		if !c.Items[i].Canceled && o.State != status.OrderCancelled {
			there += v.minor(c.Items[i].Price)
		}
	}
	if o.Total.Minor() != living || there != living {
		v.differ(o.ID, "it comes to %d at Megamarket, %d in RetailCRM and %s here", living, there, o.Total)
	}
	may := []string{system(v.fleet.settings).StatusFor(o)}
	switch m := retailcrm.DefaultMapping(); o.State {
	case status.OrderCancelled, status.OrderRefused:
		may = slices.AppendSeq(may, maps.Keys(m.Cancel))
	case status.OrderDelivered, status.OrderPartlyDelivered:
		may = append(may, m.Done...)
	case status.OrderHandedToCarrier:
	default:
		v.differ(o.ID, "it ends as %s", o.State)
	}
	if !slices.Contains(may, c.Status) {
		v.differ(o.ID, "it is %s here and %s in RetailCRM", o.State, c.Status)
	}
	notes := map[string]bool{}
	for n := range strings.Lines(c.Field("managerComment")) {
		_, mark, _ := strings.Cut(n, "(#")
		if notes[mark] {
			v.twice("RetailCRM", "a note is there twice: %s", n)
		}
		notes[mark] = true
	}
}

// shop compares the gateway, the register and the order here.
func (v *verdict) shop(s *sale) {
	o, log := v.order("shop-1/" + s.id)
	if log == nil {
		return
	}
	if want := status.OrderCancelled; s.left == 0 && o.State != want || s.left > 0 && o.Payment == status.PaymentPending {
		v.differ(o.ID, "it ends as %s, %s", o.State, o.Payment)
	}
	plan, err := receipts.Plan(log, fiscal)
	require.NoError(v, err)
	income := int64(0) // by the receipts: money that came less money that went
	for _, p := range plan {
		rs := v.receipts[p.Receipt.Key]
		if len(rs) != 1 {
			v.twice("ATOL Online", "receipt %s is there %d times", p.Receipt.Key, len(rs))
			continue
		}
		if r := rs[0]; r.Status != "done" || v.minor(r.Total) != p.Receipt.Total.Minor() || strings.ReplaceAll(r.Operation, "_", "-") != string(p.Receipt.Kind) {
			v.differ(o.ID, "receipt %s is %s of %s and %s, it is %s of %s here", r.ExternalID, r.Operation, r.Total, r.Status, p.Receipt.Kind, p.Receipt.Total)
		}
		delete(v.receipts, p.Receipt.Key)
		for _, m := range p.Receipt.Payments {
			switch {
			case !m.Form.IsMoney():
			case p.Receipt.Kind.Refunds():
				income -= m.Sum.Minor()
			default:
				income += m.Sum.Minor()
			}
		}
	}
	back := int64(0)
	for _, b := range o.Blocks {
		if !b.Returned {
			v.differ(o.ID, "R%d is %s, its money %s", b.N, b.Custody, b.Money)
		}
		back += b.Refunded.Minor()
	}
	there := int64(0)
	for key, rs := range v.refunds {
		if !strings.HasPrefix(key, "shop-1%2F"+s.id+"/") {
			continue
		}
		if len(rs) != 1 {
			v.twice("YooKassa", "refund %s is there %d times", key, len(rs))
		}
		for _, r := range rs {
			there += v.minor(r.Amount)
		}
		delete(v.refunds, key)
	}
	at := v.payments[s.payment]
	if paid := o.Paid.Minor(); v.minor(at.Amount) != paid || v.minor(at.Refunded) != back || there != back || income != paid-back {
		v.differ(o.ID, "YooKassa took %s and paid %s back in refunds of %d, the receipts come to %d, and here %d was paid and %d went back",
			at.Amount, at.Refunded, there, income, paid, back)
	}
	if len(o.Blocks) != s.blocks {
		v.differ(o.ID, "%d blocks were returned, and %d are here", s.blocks, len(o.Blocks))
	}
}

// rest finds what belongs to no order, what waits for a person, and what the store keeps wrongly.
func (v *verdict) rest() {
	whole, err := v.store.Verify(v.Context())
	require.NoError(v, err)
	for _, f := range whole.Faults {
		v.differ("the store", "%s", f)
	}
	for key := range v.receipts {
		v.differ("ATOL Online", "nobody owes the receipt %s", key)
	}
	for key := range v.refunds {
		v.differ("YooKassa", "nobody owes the refund %s", key)
	}
	n := 0
	for _, err := range v.store.Orders(v.Context(), bridge.OrderFilter{}) {
		require.NoError(v, err)
		n++
	}
	if n != len(v.lives) {
		v.differ("the store", "it has %d orders of %d", n, len(v.lives))
	}
	for e, err := range v.store.Journal(v.Context(), bridge.JournalFilter{Levels: []bridge.Level{bridge.LevelError}}) {
		require.NoError(v, err)
		v.differ("the journal", "%s %s %s: %s", e.Order, e.Account, e.What, e.Text)
	}
}

// minor reads a sum such as "350.00 RUB".
func (v *verdict) minor(s string) int64 {
	m, err := amount.ParseMoney(strings.TrimSuffix(s, " RUB"), "RUB")
	require.NoError(v, err)
	return m.Minor()
}

// print prints what happened.
func (v *verdict) print() {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	line := func(cells ...any) {
		for _, c := range cells {
			_, _ = fmt.Fprint(t, c, "\t")
		}
		_, _ = fmt.Fprintln(t)
	}
	line("effects", "settled", "called", "not once", "open")
	type sum struct{ n, tries, more, open int }
	kinds := map[string]*sum{}
	for e, err := range v.store.Effects(v.Context(), bridge.EffectFilter{}) {
		require.NoError(v, err)
		name := e.Target.Account + " " + string(e.Kind)
		k := kinds[name]
		if k == nil {
			k = &sum{}
			kinds[name] = k
		}
		k.tries += e.Attempts
		if e.Attempts > 1 {
			k.more++
		}
		if e.Phase.Open() {
			k.open++
			v.differ(e.Order, "%s for %s is %s: %s", e.Kind, e.Target.Account, e.Phase, e.Problem)
		} else {
			k.n++
		}
	}
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		k := kinds[name]
		line(name, k.n, k.tries, k.more, k.open)
	}
	_ = t.Flush()
	b.WriteString("\n")
	t = tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	line("calls that change", "calls", "took effect", "changed nothing", "refused")
	for _, name := range slices.Sorted(maps.Keys(v.tally)) {
		c := v.tally[name]
		line(name, c.calls, c.effects, c.same, c.refused)
	}
	_ = t.Flush()
	f := v.fleet
	slices.Sort(f.waits)
	median, longest := time.Duration(0), time.Duration(0)
	if n := len(f.waits); n > 0 {
		median, longest = f.waits[n/2], f.waits[n-1]
	}
	twice := 0
	for _, n := range v.doubled {
		twice += n
	}
	v.Logf("seed %d: %d orders, %d kills, %d pauses, %d restarts of the database, %d workers ended by themselves %q; %d results twice; %d writes were refused, as the order had changed\n"+
		"orders claimed by a worker that was killed or paused: %d claimed again, after %s (median) to %s; %d had nothing left to do\n\n%s",
		*seed, len(v.lives), f.kills, f.pauses, f.restarts, len(f.ended), f.ended[:min(1, len(f.ended))], twice, f.refused, len(f.waits), median.Round(time.Millisecond), longest.Round(time.Millisecond),
		len(f.orphans), b.String())
}
