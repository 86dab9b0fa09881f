package megamarket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/internal/rest"
	"github.com/ordo-sdk/ordo/order/amount"
)

// Price is the price of an offer.
type Price struct {
	OfferID string
	Price   amount.Money // whole roubles
	Deleted bool         // takes the manual price back; Price is then sent as it is
}

// UpdatePrices sets prices, by manualPrice/save. They may be repeated freely. Megamarket may save only some: that is an
// error of class Invalid that counts them, with the warnings for [ProblemsOf].
func (c *Client) UpdatePrices(ctx context.Context, prices ...Price) error {
	const op = "manualPrice/save"
	if len(prices) == 0 {
		return nil
	}
	type price struct {
		OfferID   string `json:"offerId"`
		Price     int64  `json:"price"`
		IsDeleted bool   `json:"isDeleted"`
	}
	var data struct {
		Prices []price `json:"prices"`
	}
	for _, p := range prices {
		if err := p.check(); err != nil {
			return c.invalid(op, err)
		}
		data.Prices = append(data.Prices, price{p.OfferID, p.Price.Minor() / kopecks, p.Deleted})
	}
	var out saved
	if err := c.send(ctx, offers+op, data, &out, rest.Idempotent()); err != nil {
		return err
	}
	if *out.SavedPrices == len(prices) {
		return nil
	}
	warnings := readProblems(c.without(out.Warnings))
	e := c.rest.Fail(op, ordo.Invalid, fmt.Sprintf("%d of %d prices were saved", *out.SavedPrices, len(prices)), nil)
	if len(warnings) > 0 {
		e.Text, e.Code, e.Err = e.Text+": "+warnings.text(), warnings.code(), warnings
	}
	return e
}

// saved is an answer of manualPrice/save.
type saved struct {
	SavedPrices *int            `json:"savedPrices"`
	Warnings    json.RawMessage `json:"warnings"`
}

// Complete implements rest.Completer.
func (s *saved) Complete() error {
	if s.SavedPrices == nil {
		return errors.New("data.savedPrices is missing")
	}
	return nil
}

const kopecks = 100 // in a rouble

func (p Price) check() error {
	switch {
	case p.OfferID == "":
		return errors.New("a price without an offer")
	case !p.Price.IsUnset() && p.Price.Currency() != "RUB":
		return fmt.Errorf("the price of %s is %s, it must be in RUB", quote(p.OfferID), p.Price)
	case p.Price.Minor()%kopecks != 0:
		return fmt.Errorf("the price of %s is %s, it must be whole roubles", quote(p.OfferID), p.Price)
	case p.Price.Sign() <= 0 && !p.Deleted:
		return fmt.Errorf("the price of %s is %s, it must be above 0", quote(p.OfferID), p.Price)
	}
	return nil
}
