package retailcrm

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/order"
)

// offerProblem is how the CRM says that it does not know the offer of a line.
var offerProblem = regexp.MustCompile(`^items\[(\d+)\]\.offer\b`)

// unknownOffers returns the lines whose offers the CRM does not know.
func unknownOffers(err error, items []ItemFields) []int {
	var ps Problems
	if ordo.ClassOf(err) != ordo.Invalid || !errors.As(err, &ps) {
		return nil
	}
	var lines []int
	for _, p := range ps {
		text := p.Text
		if p.Field != "" {
			text = p.Field
		}
		found := offerProblem.FindStringSubmatch(text)
		if found == nil {
			continue
		}
		if i, err := strconv.Atoi(found[1]); err == nil && i < len(items) && items[i].Offer != nil && !slices.Contains(lines, i) {
			lines = append(lines, i)
		}
	}
	return lines
}

// withoutOffer is a line that names its article by words only.
func withoutOffer(it ItemFields) ItemFields {
	it.Properties = append(slices.Clone(it.Properties), Property{Code: "article", Name: "Артикул", Value: it.Offer.ExternalID})
	if it.ProductName == "" {
		it.ProductName = it.Offer.ExternalID
	}
	it.Offer = nil
	return it
}

// noteStrange writes a note with the articles that are not in the catalogue into a new order.
func (s *System) noteStrange(f *OrderFields, t order.Task, lines []int, zone *time.Location) {
	n := note{at: s.client.settings.Clock.Now().In(zone), text: s.strangeOffers(f.Items, lines), key: t.Key + "/offers"}
	s.notebook().write(f, n.line())
}

// strangeOffers says which articles of lines are not in the catalogue, and what to do.
func (s *System) strangeOffers(items []ItemFields, lines []int) string {
	slices.Sort(lines)
	var skus []string
	for _, i := range lines {
		ps := items[i].Properties
		if sku := ps[len(ps)-1].Value; !slices.Contains(skus, sku) {
			skus = append(skus, sku)
		}
	}
	return s.language.Text(order.Textf("the catalogue has no offer with the externalId %s: the lines came by name only, without stock; "+
		"add the offers, or put the right goods into the lines", skus))
}
