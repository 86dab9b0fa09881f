package megamarkettest

import (
	"fmt"
	"net/http"

	"github.com/ordo-sdk/ordo/fake"
)

type stockData struct {
	Stocks []struct {
		OfferID  string
		Quantity int
	}
}

// updateStock serves stock/update.
func (s *Server) updateStock(r *http.Request, d stockData) (any, problems) {
	c := change{s: s}
	for _, st := range d.Stocks {
		if st.OfferID == "" || st.Quantity < 0 {
			c.wrong(problem{Code: "30"}, "Недопустимый остаток %d для %q", st.Quantity, st.OfferID)
		}
		c.then(func() { s.stocks[st.OfferID] = st.Quantity })
	}
	return c.end(r)
}

type priceData struct {
	Prices []struct {
		OfferID   string
		Price     int64
		IsDeleted bool
	}
}

// savePrices serves manualPrice/save. What cannot be saved is a warning; the others are saved.
func (s *Server) savePrices(r *http.Request, d priceData) (any, problems) {
	saved, warnings := 0, []problem{}
	for _, p := range d.Prices {
		switch {
		case p.IsDeleted:
			delete(s.prices, p.OfferID)
		case p.OfferID == "" || p.Price <= 0:
			text := fmt.Sprintf("Недопустимая цена %d для %q", p.Price, p.OfferID)
			warnings = append(warnings, problem{Code: "31", Message: text})
			continue
		default:
			s.prices[p.OfferID] = p.Price
		}
		saved++
	}
	if saved > 0 {
		fake.Commit(r)
	}
	return map[string]any{"savedPrices": saved, "warnings": warnings}, nil
}
