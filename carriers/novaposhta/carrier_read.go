package novaposhta

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/order"
)

const (
	// keyWindow is how many days before and after today a waybill is searched for by our key: the list of the service goes
	// by the day of dispatch, and cannot be asked for a key.
	keyWindow = 31
	// mostHops is how often a parcel may be redirected.
	mostHops = 3
)

// wanted is a reference that is read.
type wanted struct {
	ref     order.Ref
	number  string
	problem error
}

// Read implements carriers.Carrier, with one call for a hundred parcels. A number that is some seconds old may not be
// known yet. So an unknown number is a Problem of class NotFound if it was asked for by ByNumber, and of class Retry if
// it is the reference of a parcel; what is no number at all is NotFound. A parcel is found by our key if it is
// dispatched at most 31 days before or after today.
func (k *Carrier) Read(ctx context.Context, refs ...order.Ref) iter.Seq2[carriers.Parcel, error] {
	return func(yield func(carriers.Parcel, error) bool) {
		for some := range slices.Chunk(refs, maxTracked) {
			all, err := k.resolve(ctx, some)
			if err != nil {
				yield(carriers.Parcel{}, err)
				return
			}
			rows, err := k.track(ctx, all)
			if err != nil {
				yield(carriers.Parcel{}, err)
				return
			}
			for _, w := range all {
				if !yield(k.wantedParcel(w, rows), nil) {
					return
				}
			}
		}
	}
}

// resolve finds the numbers of references.
func (k *Carrier) resolve(ctx context.Context, refs []order.Ref) ([]wanted, error) {
	all := make([]wanted, len(refs))
	keys := map[string]bool{}
	for i, ref := range refs {
		all[i].ref = ref
		if ref.Kind == carriers.KindKey && (ref.System == "" || ref.System == Name) {
			keys[ref.ID] = true
			continue
		}
		all[i].number, all[i].problem = k.numberOf(opTrack, ref)
	}
	if len(keys) == 0 {
		return all, nil
	}
	today := DateOf(k.client.settings.Clock.Now())
	found, err := k.client.findAll(ctx, keys, today.Add(-keyWindow), today.Add(keyWindow))
	if err != nil {
		return nil, err
	}
	for i, w := range all {
		switch ws := found[w.ref.ID]; {
		case !keys[w.ref.ID] || w.ref.Kind != carriers.KindKey:
		case len(ws) == 0:
			all[i].problem = k.client.rest.Fail(opList, ordo.NotFound, "there is no waybill with the number "+quoted(w.ref.ID)+" of ours in the last and the next 31 days", nil)
		default:
			all[i].number = ws[0].Number
		}
	}
	return all, nil
}

// track tracks the numbers, and those under which redirected parcels travel on.
func (k *Carrier) track(ctx context.Context, all []wanted) (map[string]Tracking, error) {
	var ask []Tracked
	for _, w := range all {
		if w.number != "" {
			ask = append(ask, Tracked{Number: w.number, Phone: k.phone})
		}
	}
	rows := map[string]Tracking{}
	for hop := 0; len(ask) > 0 && hop <= mostHops; hop++ {
		var next []Tracked
		for t, err := range k.client.Track(ctx, ask...) {
			if err != nil {
				return nil, err
			}
			if _, has := rows[t.Number]; has {
				continue
			}
			rows[t.Number] = t
			if n := t.redirected(); n != "" {
				next = append(next, Tracked{Number: n, Phone: k.phone})
			}
		}
		ask = next
	}
	return rows, nil
}

// wantedParcel returns the parcel of a reference, or why there is none.
func (k *Carrier) wantedParcel(w wanted, rows map[string]Tracking) carriers.Parcel {
	if w.problem != nil {
		return carriers.Parcel{Ref: w.ref, Problem: w.problem}
	}
	t := rows[w.number]
	if t.Problem != nil && t.StatusCode == "" {
		return carriers.Parcel{Ref: w.ref, Problem: t.Problem}
	}
	if !t.Known() {
		class, text := ordo.Retry, "Nova Poshta does not know the waybill "+w.number+" yet, or no more: "+t.Status
		if w.ref.Kind == carriers.KindNumber {
			class, text = ordo.NotFound, "Nova Poshta does not know the waybill "+w.number+", or not yet: "+t.Status
		}
		return carriers.Parcel{Ref: w.ref, Problem: k.client.rest.Fail(opTrack, class, text, nil)}
	}
	last := t
	for hop := 0; hop < mostHops; hop++ {
		next, has := rows[last.redirected()]
		if !has || next.Problem != nil || !next.Known() {
			break
		}
		last = next
	}
	return k.parcel(t, last)
}

// The kinds of documents that are made from a waybill, in lower case. They are not documented; programs of others have
// "CargoReturn" and "Redirecting".
const (
	kindReturn   = "return"
	kindRedirect = "redirect"
)

// isKind reports whether a kind of document is meant.
func isKind(documentType, kind string) bool {
	return strings.Contains(strings.ToLower(documentType), kind)
}

// redirected returns the number under which a redirected parcel travels on; "" if it does not, or that is not told.
func (t *Tracking) redirected() string { return t.madeFrom(kindRedirect) }

// returned returns the number with which the goods go back; "" if they do not, or it is not made yet.
func (t *Tracking) returned() string { return t.madeFrom(kindReturn) }

func (t *Tracking) madeFrom(kind string) string {
	n, ok := Number(t.LastCreatedOnTheBasisNumber)
	if !ok || !isKind(t.LastCreatedOnTheBasisDocumentType, kind) || n == t.Number {
		return ""
	}
	return n
}

// readOne reads one waybill by its number.
func (k *Carrier) readOne(ctx context.Context, number string) (carriers.Parcel, error) {
	for p, err := range k.Read(ctx, k.ref(number)) {
		if err == nil {
			err = p.Problem
		}
		return p, err
	}
	return carriers.Parcel{}, k.client.rest.Fail(opTrack, ordo.Retry, "the answer has no row", nil)
}
