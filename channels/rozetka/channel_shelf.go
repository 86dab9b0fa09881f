package rozetka

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"strconv"

	"github.com/ordo-sdk/ordo/channels"
)

// Listed yields the goods that are on sale. The article is the seller's id in the price list, as in the lines of
// orders.
func (ch *Channel) Listed(ctx context.Context) iter.Seq2[channels.Listed, error] {
	return func(yield func(channels.Listed, error) bool) {
		for g, err := range ch.client.ListGoods(ctx, GoodsFilter{}) {
			if err != nil {
				yield(channels.Listed{}, err)
				return
			}
			l := channels.Listed{Article: g.OfferID, Name: cmp.Or(g.NameUA, g.Name, g.NameRU)}
			if id := cmp.Or(g.RZID, g.ID); id != 0 {
				l.ID = strconv.FormatInt(id, 10)
			}
			if l.ID == "" || odd(g.Extra, "price_offer_id") != nil { // anything else that is odd does not matter here
				l.Problem = cmp.Or(g.Problem, errNoGood)
			}
			if !yield(l, nil) {
				return
			}
		}
	}
}

// PaymentMethods returns two rows, cash and everything else, whatever methods the shop has: that is what the money of a
// merchant differs by. It asks ROZETKA for the methods, so that it fails where they cannot be seen.
func (ch *Channel) PaymentMethods(ctx context.Context) ([]channels.PaymentMethod, error) {
	if _, err := ch.client.ListPaymentMethods(ctx); err != nil {
		return nil, err
	}
	return []channels.PaymentMethod{{Code: MethodCodeCash, Name: "Наличный"}, {Code: MethodCodeCashless, Name: "Безналичный"}}, nil
}

var errNoGood = errors.New("the row has no id")
