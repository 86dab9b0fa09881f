package carriertest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/carriers"
	"github.com/ordo-sdk/ordo/internal/suite"
)

func pricesAreTold(b bench) error {
	k, err := suite.As[carriers.Quoter](b.Port)
	if err != nil {
		return err
	}
	f, v, err := b.form()
	if err != nil {
		return err
	}
	offers, err := k.Quote(b.ctx, v)
	switch {
	case err != nil:
		return fmt.Errorf("quote: %w", err)
	case len(offers) == 0 || len(offers[0].Problems) > 0:
		return errors.New("there is no offer for a valid form")
	}
	for _, o := range offers {
		if len(o.Problems) > 0 {
			continue
		}
		if o.Price.Sign() <= 0 || o.Name == "" || len(o.Values) == 0 {
			return fmt.Errorf("an offer has a price of %q, the name %q and the values %v", o.Price, o.Name, o.Values)
		}
		for name, value := range o.Values {
			x, ok := f.Field(name)
			if !ok || x.Type == carriers.TypeChoice && !slices.ContainsFunc(x.Choices, func(c carriers.Choice) bool { return c.Value == value }) {
				return fmt.Errorf("an offer sets %s to %q, which the form does not have", name, value)
			}
		}
	}
	_, err = k.Quote(b.ctx, carriers.Values{})
	var no *carriers.FormError
	if !errors.As(err, &no) {
		return fmt.Errorf("a quote without values: the error is not a *carriers.FormError: %w", suite.OrNone(err))
	}
	return b.count(0)
}

func pointsAreTold(b bench) error {
	k, err := suite.As[carriers.PointFinder](b.Port)
	if err != nil {
		return err
	}
	all := map[string]carriers.Point{}
	for p, err := range k.Points(b.ctx, carriers.PointQuery{}) {
		switch {
		case err != nil:
			return fmt.Errorf("points: %w", err)
		case p.Problem != nil:
			continue
		case p.Code == "" || p.Address == "":
			return fmt.Errorf("a point has no code or no address: %+v", p)
		}
		all[p.Code] = p
	}
	if len(all) == 0 {
		return errors.New("there are no points")
	}
	for code, want := range all {
		n := 0
		for p, err := range k.Points(b.ctx, carriers.PointQuery{Code: code, City: want.City}) {
			if err != nil || p.Code != code {
				return fmt.Errorf("Points for the code %s yields %q: %w", code, p.Code, suite.OrNone(err))
			}
			n++
		}
		if n != 1 {
			return fmt.Errorf("Points for the code %s yields %d points", code, n)
		}
	}
	for _, locker := range []bool{false, true} {
		for p, err := range k.Points(b.ctx, carriers.PointQuery{Locker: &locker}) {
			if err != nil || p.Locker != locker {
				return fmt.Errorf("Points with Locker %v yields %s: %w", locker, p.Code, suite.OrNone(err))
			}
		}
	}
	if err := suite.StopsEarly("Points", k.Points(b.ctx, carriers.PointQuery{})); err != nil {
		return err
	}
	return suite.Calls{"Points": func(ctx context.Context) error { return suite.List(k.Points(ctx, carriers.PointQuery{})) }}.Ended(b.ctx)
}

func citiesAreFound(b bench) error {
	k, err := suite.As[carriers.CityFinder](b.Port)
	if err != nil {
		return err
	}
	if b.Delivery.City == "" {
		return suite.Skip("Fixture.Delivery.City is not set")
	}
	name := []rune(b.Delivery.City)
	found, err := k.Cities(b.ctx, string(name[:len(name)-1]))
	if err != nil {
		return fmt.Errorf("cities: %w", err)
	}
	if !slices.ContainsFunc(found, func(c carriers.Choice) bool { return c.Value != "" && strings.Contains(c.Label, b.Delivery.City) }) {
		return fmt.Errorf("%q is not found by its beginning: %v", b.Delivery.City, found)
	}
	if found, err = k.Cities(b.ctx, "Ъъъъъ"); err != nil || len(found) > 0 {
		return fmt.Errorf("an unknown city is found: %v: %w", found, suite.OrNone(err))
	}
	return nil
}

func papersExist(b bench) error {
	k, err := suite.As[carriers.Labeler](b.Port)
	if err != nil {
		return err
	}
	p, _, err := b.accepted("A-1042-S1")
	if err != nil {
		return err
	}
	if b.Prints != nil {
		if _, err := k.Labels(b.ctx, p.Ref); ordo.ClassOf(err) != ordo.Conflict && ordo.ClassOf(err) != ordo.Retry {
			return fmt.Errorf("a parcel whose papers cannot be printed yet: the error is not of class conflict or retry: %w", suite.OrNone(err))
		}
		b.Prints("A-1042-S1")
	}
	labels, err := k.Labels(b.ctx, p.Ref)
	if err != nil || len(labels) == 0 {
		return fmt.Errorf("an accepted parcel has %d labels: %w", len(labels), suite.OrNone(err))
	}
	var seen []string
	for _, l := range labels {
		if l.Name == "" || l.ContentType == "" || len(l.Data) == 0 || slices.Contains(seen, l.Name) {
			return fmt.Errorf("a label has the name %q, the type %q and %d bytes", l.Name, l.ContentType, len(l.Data))
		}
		seen = append(seen, l.Name)
	}
	unknown := p.Ref
	unknown.ID = "00000000-0000-4000-8000-000000000000"
	if _, err := k.Labels(b.ctx, unknown); err == nil {
		return errors.New("an unknown parcel has labels")
	}
	return nil
}

func changedUntilMoved(b bench) error {
	k, err := suite.As[carriers.Changer](b.Port)
	if err != nil {
		return err
	}
	p, r, err := b.accepted("A-1042-S1")
	if err != nil {
		return err
	}
	bad := carriers.Request{Key: r.Key, Values: carriers.Values{}}
	var no *carriers.FormError
	if _, err := k.Change(b.ctx, p.Ref, bad); !errors.As(err, &no) {
		return fmt.Errorf("a change without values: the error is not a *carriers.FormError: %w", suite.OrNone(err))
	}
	for range 2 {
		err := suite.Retry(func() error {
			q, err := k.Change(b.ctx, p.Ref, r)
			if err == nil && (q.Ref.ID != p.Ref.ID || len(q.Problems) > 0) {
				return fmt.Errorf("changed, %s is %s, with the problems %v", p.Ref, q.Ref, q.Problems)
			}
			if b.Process != nil {
				b.Process()
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("change: %w", err)
		}
	}
	q, err := b.settled(p.Ref, r.Key)
	if err != nil {
		return err
	}
	if len(q.Problems) > 0 || q.State != carriers.ParcelAccepted || q.Number != p.Number {
		return fmt.Errorf("changed, parcel %s is %s with number %s: %v", p.Number, q.State, q.Number, q.Problems)
	}
	b.Moves(r.Key, sent)
	if _, err := k.Change(b.ctx, p.Ref, r); ordo.ClassOf(err) != ordo.Conflict {
		return fmt.Errorf("Change of a parcel on its way: the error is not of class conflict: %w", suite.OrNone(err))
	}
	return b.count(1)
}

func settingsAreGood(b bench) error { return suite.Settings(b.ctx, b.Port, b.BadCredentials) }
