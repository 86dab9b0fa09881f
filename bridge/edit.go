package bridge

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/ordo-sdk/ordo/order"
)

// Edit asks the order's channel what the order costs after an edit (channels.Pricer), and gives the edit with these
// prices; those of Edit.Add and Edit.Extend do not count. If the prices cannot be had, nothing is changed and the error
// is a *QuoteError: the shop cannot be asked, its answer cannot be meant, it has fewer units, or a promo code that is
// entered does not hold. An edit with a Reprice of its own is given by [Bridge.Do].
//
// A promo code or another adjustment that the order had and does not keep goes; the journal says so, and a note to the
// people in the ERP. Once the order is paid, only what comes in is priced, and no promo code can be entered. A channel
// without prices to ask for leaves those of the edit: then each line that is added or extended needs one. An edit that
// is empty but for [Promo] prices the order anew.
//
// Where the books keep stock (erp.Stocker), they are asked what they have of what comes in. If that is less than is
// wanted, the edit is not made; if they do not answer, it is made and people are told, unless [Route].NeedsStock.
//
// A zero by.At stands for now. A refusal of the order is a *order.Refused; the error is ErrUnknown if there is no order
// with this id.
func (b *Bridge) Edit(ctx context.Context, id string, e order.Edit, by order.By, opts ...EditOption) ([]order.Event, error) {
	if ctx == nil {
		return nil, errNilContext
	}
	if by.At.IsZero() {
		by.At = b.now()
	}
	var x editing
	for _, o := range opts {
		if o != nil {
			o(&x)
		}
	}
	sum, err := x.digest(e)
	if err != nil {
		return nil, err
	}
	var evs []order.Event
	err = b.change(ctx, id, func(j *job) error {
		evs = nil
		switch {
		case !j.known():
			return fmt.Errorf("bridge: order %q: %w", id, ErrUnknown)
		case !j.routed:
			return fmt.Errorf("bridge: order %q: %w", id, &noRouteError{j.view().Ref.Account, j.view().Scheme})
		case wasGiven(j, by.Key): // the prices may be others by now: what it was tells whether it is the same
			return x.checkGiven(j, by.Key, sum)
		}
		was := j.view()
		priced, err := x.price(ctx, j, e, by)
		if err != nil {
			return err
		}
		if evs, err = j.order.Do(priced, by); err != nil {
			if x.asked { // without the shop's prices it was allowed
				return x.refused(j, "", order.Textf("its prices cannot be taken: %v", err), err)
			}
			return err
		}
		x.report(j, was)
		if by.Key == "" {
			return nil
		}
		_, err = j.order.Do(order.Label{Key: editLabel(by.Key), Text: sum}, j.fromBridge())
		return err
	})
	if err != nil {
		return nil, err
	}
	b.wake()
	return evs, nil
}

// EditOption changes how [Bridge.Edit] asks for prices.
type EditOption func(*editing)

// Promo enters a promo code with the edit. If it does not hold, the edit is not made. An empty code takes out the one
// that the order has.
func Promo(code string) EditOption { return func(x *editing) { x.promo = &code } }

// digest is what a key of an edit stands for.
func (x *editing) digest(e order.Edit) (string, error) {
	data, err := json.Marshal(struct {
		Edit  order.Edit
		Promo string
		Out   bool `json:",omitzero"` // the promo code is taken out
	}{e, x.code(), x.promo != nil && *x.promo == ""})
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:16]), err
}

// editLabel is the label that says what a key of an edit stood for.
func editLabel(key string) string {
	sum := sha256.Sum256([]byte(key))
	return "edit/" + hex.EncodeToString(sum[:16])
}

// checkGiven returns an error if a key that was used stood for something else.
func (x *editing) checkGiven(j *job, key, sum string) error {
	if j.view().Labels[editLabel(key)] == sum {
		return nil
	}
	return &order.Refused{
		Kind: order.KindEdit, What: order.Textf("key %s", key), Problem: order.ErrKeyReused,
		Why: order.Textf("it was used for other content before; take a new key"),
	}
}
