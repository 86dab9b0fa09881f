package chaos

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/bridge"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/channels/megamarket/megamarkettest"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/order/amount"
	"github.com/ordo-sdk/ordo/status"
)

// compare tells whether all three agree on every order, and whether everything happened once.
func (f *fair) compare() {
	f.Helper()
	var wrong []string
	client := megamarket.New(megamarkettest.DefaultToken, ordo.WithLimits(ordo.Limits{}), ordo.WithHTTPClient(&http.Client{Transport: f.MM.Transport()}))
	twice := f.twice()
	f.cards = f.read()
	for _, d := range f.deals {
		if _, err := client.WaitShipment(f.Context(), d.ID); err != nil {
			require.NoError(f, err)
		}
		ws := append(f.differences(d), twice[d.ID]...)
		ws = append(ws, d.doubledEdits(f)...)
		for _, w := range ws {
			wrong = append(wrong, d.ID+": "+w)
		}
		if len(ws) > 0 && len(wrong) < 6 {
			for _, e := range f.Journal(bridge.JournalFilter{Order: "mm-1/" + d.ID}) {
				wrong = append(wrong, fmt.Sprintf("    %s %s %s %s: %s", e.At.Format("02 15:04:05"), e.Level, e.Account, e.What, e.Text))
			}
		}
	}
	require.Len(f, f.CRM.Orders(), len(f.deals), "orders in RetailCRM")
	wrong = append(wrong, f.unexplained()...)
	require.Empty(f, wrong, "%s", strings.Join(wrong[:min(len(wrong), 80)], "\n"))
}

// differences are where Megamarket, RetailCRM and the order here do not agree.
func (f *fair) differences(d *deal) []string {
	var out []string
	differ := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	s, _ := d.MM.Shipment(d.ID)
	o, err := d.Bridge.Order(d.Context(), "mm-1/"+d.ID)
	if err != nil {
		return []string{err.Error()}
	}
	v, c := o.View(), f.cards[d.ID]
	gone := map[string]bool{}
	for _, l := range v.Lines {
		n, _ := strconv.Atoi(l.ID)
		at := amount.Quantity{}
		for _, p := range l.Portions {
			if p.From.Cmp(at) != 0 {
				differ("line %s has a gap before %s", l.ID, p.From)
			}
			at = p.To
			lot := s.Lots[n-1]
			there, known := status.MegaMarket().Read(status.AxisItem, lot.Status)
			gone[l.ID] = p.State == status.ItemCancelled || p.State == status.ItemRefused || p.State == status.ItemReturning || p.State == status.ItemReturned
			if !known || there.Item != p.State && (there.Item != status.ItemCancelled || !gone[l.ID]) {
				differ("lot %s is %s/%s at Megamarket and %s here", l.ID, lot.Status, lot.SubStatus, p.State)
			}
		}
		if at.Cmp(l.Quantity) != 0 {
			differ("line %s: the portions come to %s of %s", l.ID, at, l.Quantity)
		}
	}
	for i, it := range c.Items {
		whole := v.State == status.OrderCancelled // the merchant need not cancel the lines besides
		if it.Canceled != gone[strconv.Itoa(i+1)] && !whole {
			differ("line %d is %s in RetailCRM, cancelled here: %t", i+1, it.Status, gone[strconv.Itoa(i+1)])
		}
	}
	may := []string{d.System(d.CRMClient()).StatusFor(v)}
	switch v.State {
	case status.OrderCancelled, status.OrderRefused:
		for code := range d.Mapping.Cancel {
			may = append(may, code)
		}
	case status.OrderDelivered, status.OrderPartlyDelivered:
		may = append(may, d.Mapping.Done...)
	}
	if !slices.Contains(may, c.Status) {
		differ("the order is %s here and %s in RetailCRM", v.State, c.Status)
	}
	if c.Status == "new" || c.Status == "delivering" {
		differ("it ends as %s", c.Status)
	}
	window := order.Window{From: s.DeliveryFrom.UTC(), To: s.DeliveryTo.UTC()}
	shown := c.Field("delivery.date") + " " + c.Field("delivery.time.from")
	if d.own && (v.Delivery.Window != window || window.From.In(Moscow).Format("2006-01-02 15:04") != shown && !d.dateIsIdle(v.ID)) {
		differ("delivery is %s at Megamarket, %s here and %s in RetailCRM", window, v.Delivery.Window, shown)
	}
	seen := map[string]bool{}
	for n := range strings.Lines(c.Field("managerComment")) {
		mark := n[strings.LastIndex(n, "(#"):]
		if seen[mark] {
			differ("a note is there twice: %s", n)
		}
		seen[mark] = true
	}
	for w, err := range d.Store.Effects(d.Context(), bridge.EffectFilter{Order: v.ID}) {
		if err != nil || w.Phase.Open() {
			differ("%s is still %s: %s", w.Kind, w.Phase, w.Problem)
		}
	}
	return out
}

// dateIsIdle tells whether the true date was to be written into RetailCRM when nothing of the order lived any more.
// It was not, then, and the merchant's own stands there, which was refused.
func (d *deal) dateIsIdle(id string) bool {
	var last bridge.PendingEffect
	for w, err := range d.Store.Effects(d.Context(), bridge.EffectFilter{Order: id}) {
		require.NoError(d, err)
		if w.Kind == order.EffectMoveDate && w.Target.Account == "crm-1" && w.N >= last.N {
			last = w
		}
	}
	return last.Outcome.Kind == order.AlreadySo && strings.HasPrefix(last.Outcome.Text, "overtaken")
}

// twice finds lots for which a call took effect more than once, by shipment.
func (f *fair) twice() map[string][]string {
	out := map[string][]string{}
	count := map[string]int{}
	for _, e := range f.MM.Exchanges() {
		if !e.Committed || !slices.Contains(writingMM, e.Op) {
			continue
		}
		var body struct {
			Data struct {
				Shipments []struct {
					ShipmentID       string
					DeliveryInterval json.RawMessage
					Items            []struct{ ItemIndex json.RawMessage }
				}
			}
		}
		require.NoError(f, json.Unmarshal(e.Body, &body))
		for _, s := range body.Data.Shipments {
			for _, i := range s.Items {
				key := e.Op + " " + s.ShipmentID + " " + strings.Trim(string(i.ItemIndex), `"`)
				if s.DeliveryInterval != nil {
					key += " to " + string(s.DeliveryInterval)
				}
				if count[key]++; count[key] == 2 {
					out[s.ShipmentID] = append(out[s.ShipmentID], "twice: "+key)
				}
			}
		}
	}
	return out
}

// edited is where an edit of an order goes.
var edited = regexp.MustCompile(`^/api/v5/orders/(\d+)/edit$`)

// doubledEdits compares what was written to RetailCRM with what was owed to it. An edit whose answer was lost is sent
// again, as it says what shall be; nothing else is.
func (d *deal) doubledEdits(f *fair) []string {
	if f.edits == nil {
		f.edits, f.lost = map[string]int{}, map[string]int{}
		for _, e := range f.CRM.Exchanges() {
			if m := edited.FindStringSubmatch(e.Path); m != nil && e.Committed {
				f.edits[m[1]]++
				if strings.Contains(e.Fault, "after") {
					f.lost[m[1]]++
				}
			}
		}
	}
	owed := 0
	for w, err := range d.Store.Effects(d.Context(), bridge.EffectFilter{Order: "mm-1/" + d.ID, Account: "crm-1"}) {
		require.NoError(d, err)
		switch {
		case w.Kind == order.EffectUpsert:
		case w.Outcome.Kind == order.Applied:
			owed += w.Attempts
		case w.Outcome.Kind == order.AlreadySo && w.Attempts > 1:
			owed += w.Attempts - 1 // an earlier try did it, and could not say so
		}
	}
	id := strconv.FormatInt(f.cards[d.ID].ID, 10)
	if have := f.edits[id]; have > owed+f.lost[id] {
		return []string{fmt.Sprintf("%d edits in RetailCRM for %d tries, %d of them with a lost answer", have, owed, f.lost[id])}
	}
	return nil
}

// unexplained are tries for which the journal has no reason, and errors that need a person.
func (f *fair) unexplained() []string {
	var out []string
	retries := map[string]int{}
	for _, e := range f.Journal(bridge.JournalFilter{}) {
		switch {
		case e.What == "retry" && e.Effect != "":
			retries[e.Effect]++
		case e.Level == bridge.LevelError && !slices.Contains([]string{"account", "auth", "in-doubt"}, e.What):
			out = append(out, fmt.Sprintf("an error: %s %s: %s", e.Order, e.What, e.Text))
		}
	}
	for w, err := range f.Store.Effects(f.Context(), bridge.EffectFilter{}) {
		require.NoError(f, err)
		ends := 0
		for _, at := range f.deaths {
			if !at.Before(w.Since) && !at.After(w.Ended) {
				ends++
			}
		}
		if w.Attempts-1 > retries[w.Key]+ends {
			out = append(out, fmt.Sprintf("%s of %s took %d tries: %d retries in the journal, and the process ended %d times", w.Kind, w.Order, w.Attempts, retries[w.Key], ends))
		}
	}
	return out
}
