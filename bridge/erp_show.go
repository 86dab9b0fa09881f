package bridge

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
	"github.com/ordo-sdk/ordo/status"
)

// showRules: what is shown is that of the moment. It waits for no turn and holds up nothing; one that was refused is
// overtaken by the next.
var showRules = rules{
	onHold: always, aside: true, silent: true, shows: true,
	overtakenBy: func(w PendingEffect, e order.Effect) bool { return !w.Phase.goesOn() && isSameThing(w, e) },
}

// sendShow has a system show the order as it is, once there is something new that people read. One that is not being
// carried out yet shows what comes until then, too.
func (h *erpHandler) sendShow(j *job, a *account, es []order.Event) {
	if !a.system.Can(order.EffectShow, j.view().Scheme) || !h.has(j, a) || h.isLeftOut(j, a) {
		return
	}
	if !slices.ContainsFunc(es, isToBeRead) && !h.isUnsent(j, a) {
		return
	}
	if slices.ContainsFunc(j.pending(), func(w PendingEffect) bool {
		return w.Kind == order.EffectShow && w.Target.Account == a.name && (w.Phase == PhasePending || w.Key == j.begun)
	}) {
		return
	}
	h.enqueue(j, order.Effect{Kind: order.EffectShow, Target: h.target(j, a), N: j.order.Version()}, "")
}

// fillShow gives a task what people are shown beside the order itself.
func (h *erpHandler) fillShow(ctx context.Context, j *job, a *account, t *order.Task) {
	t.Log = j.logOf(a.name)
	var places []string
	t.Stock, places = h.stockLines(ctx, j, a)
	t.Forms = h.shipmentForms(ctx, j, a, places)
}

// askLimit bounds each question to another account on the way: what it does not tell in that time is shown as unknown.
const askLimit = 20 * time.Second

// shipmentForms returns the forms of the shipments that a carrier may still be asked to take. One that goes to a place
// of the merchant's own goes with no carrier unless it was made for one.
func (h *erpHandler) shipmentForms(ctx context.Context, j *job, a *account, places []string) []order.ShipmentForm {
	var fs []order.ShipmentForm
	v := j.view()
	for _, s := range v.Shipments {
		if s.State != status.ShipmentAssembling || s.Courier || s.Carrier.IsZero() && slices.Contains(places, s.To) {
			continue
		}
		for _, name := range h.names {
			k := h.accounts[name]
			if k.carrier == nil || !j.route.takesCarrier(name) || s.Carrier.Account != "" && s.Carrier.Account != name {
				continue
			}
			fs = append(fs, h.shipmentForm(ctx, a, k, v, s.N))
		}
	}
	return fs
}

func (h *erpHandler) shipmentForm(ctx context.Context, a, carrier *account, v order.View, shipment int) order.ShipmentForm {
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	out := order.ShipmentForm{Shipment: shipment, Carrier: carrier.name}
	f, _, err := h.parcelFormOf(ctx, carrier, v, shipment)
	if err != nil {
		out.Problem = h.problem(a, err)
		return out
	}
	for x := range f.Filled(f.Values) {
		out.Fields = append(out.Fields, formField(x))
	}
	for _, p := range f.Notes {
		out.Notes = append(out.Notes, h.languageOf(a.name).Text((&carriers.FormError{Problems: []carriers.Problem{p}}).Text()))
	}
	return out
}

func formField(x carriers.Filled) order.FormField {
	f := order.FormField{Code: x.Key, Name: x.Path, Value: x.Value, Required: x.Required}
	if x.Unit != "" {
		f.Name += ", " + x.Unit
	}
	if x.Type == carriers.TypeChoice || x.Type == carriers.TypeChoices {
		for _, c := range x.Choices {
			f.Choices, f.Labels = append(f.Choices, c.Value), append(f.Labels, cmp.Or(c.Label, c.Value))
		}
	}
	return f
}

// problem says for the people of an account why another one did not tell something.
func (h *erpHandler) problem(a *account, err error) string {
	var refused *order.Refused
	var form *carriers.FormError
	var e *ordo.Error
	switch {
	case errors.As(err, &refused):
		return h.languageOf(a.name).Text(refused.Text())
	case errors.As(err, &form):
		return h.languageOf(a.name).Text(form.Text())
	case errors.As(err, &e) && e.Text != "":
		return h.translate(a.name, clip(e.Text, maxReason))
	}
	return clip(err.Error(), maxReason)
}

// ---- stock ----------------------------------------------------------------------------------------------------------

// gone are the states of units that have left the merchant, or will never be sold.
var gone = status.ItemStates(
	status.ItemSent, status.ItemArrived, status.ItemHandedOut, status.ItemCancelled, status.ItemRefused, status.ItemReturning, status.ItemReturned, status.ItemLost,
)

// knownStock is what the books told last of an article.
type knownStock struct {
	records []erp.Stock
	at      time.Time
}

// stockLines returns what the books have of the goods that have not left, and the places that they name. What they do
// not tell now is what they told last, with its time and why it is not newer.
func (h *erpHandler) stockLines(ctx context.Context, j *job, a *account) (lines []order.StockLine, places []string) {
	v, books := j.view(), h.accounts[j.route.booksAt()]
	s, err := stocker(j, books)
	var articles []string
	for _, l := range v.Lines {
		if article := articleOf(v, l.ID); hasGoods(l) && article != "" && !slices.Contains(articles, article) {
			articles = append(articles, article)
		}
	}
	if err != nil || len(articles) == 0 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	problem, now := "", h.now()
	told := map[string][]erp.Stock{}
	for r, err := range s.Stock(ctx, articles...) {
		if err != nil {
			problem = h.problem(a, err)
			break
		}
		told[r.Article] = append(told[r.Article], r)
	}
	reserved := erp.ReservedOf(v)
	for _, l := range v.Lines {
		article := articleOf(v, l.ID)
		if !slices.Contains(articles, article) || !hasGoods(l) {
			continue
		}
		key := joinKey(books.name, article)
		known := knownStock{told[article], now}
		if problem == "" {
			h.stock.Store(key, known)
		} else if was, some := h.stock.Load(key); some {
			known = was.(knownStock)
		} else {
			known.records = nil
		}
		lines = append(lines, h.stockOf(a, l.ID, known, reserved, problem)...)
	}
	for _, x := range lines {
		if x.Warehouse != "" && !slices.Contains(places, x.Warehouse) {
			places = append(places, x.Warehouse)
		}
	}
	if len(lines) == 0 && problem != "" {
		lines = []order.StockLine{{At: now, Problem: problem}}
	}
	return lines, places
}

// stockOf returns what is known of a line's stock, with what the order has reserved there.
func (h *erpHandler) stockOf(a *account, line string, known knownStock, reserved []order.Reserved, problem string) []order.StockLine {
	var lines []order.StockLine
	for _, r := range known.records {
		x := order.StockLine{Line: line, Warehouse: r.Warehouse, Free: r.Free, At: known.at, Problem: problem}
		if !r.AsOf.IsZero() {
			x.At = r.AsOf
		}
		if r.Problem != nil {
			x.Problem = cmp.Or(problem, h.problem(a, r.Problem))
		}
		lines = append(lines, x)
	}
	for _, r := range reserved {
		if r.Line != line {
			continue
		}
		i := slices.IndexFunc(lines, func(x order.StockLine) bool { return x.Warehouse == r.Warehouse })
		if i < 0 {
			i = len(lines)
			lines = append(lines, order.StockLine{Line: line, Warehouse: r.Warehouse, At: known.at, Problem: problem})
		}
		lines[i].Reserved = r.Quantity
	}
	slices.SortStableFunc(lines, func(x, y order.StockLine) int { return strings.Compare(x.Warehouse, y.Warehouse) })
	return lines
}

// hasGoods reports whether a line has goods that have not left.
func hasGoods(l order.LineView) bool {
	return l.Kind == order.LineGoods && slices.ContainsFunc(l.Portions, func(p order.PortionView) bool { return !gone.Has(p.State) })
}
