package stock

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/ordo-sdk/ordo/order"
)

// Place is a warehouse or a shop that goods may come from. Latitude and Longitude are in degrees, north and east; both
// zero stand for unknown.
type Place struct {
	Code, City          string
	Latitude, Longitude float64 //nolint:forbidigo // a point on the map is no money
	Central             bool    // the central warehouse
	Issues              bool    // hands goods out to buyers
}

// Prefer is what a plan tries to keep small.
type Prefer uint8

// What a plan prefers.
const (
	// Nearest takes each unit from the nearest place that has it.
	Nearest Prefer = iota
	// FewestParcels takes as few places as possible, of these the ones that are nearest in all, and each unit from the
	// nearest of them.
	FewestParcels
)

// Policy says how a plan chooses. Near is first who is in the buyer's City, then who is at the smallest distance;
// places that have no coordinates come last, and the code decides where nothing else does. Names of cities are compared
// without case, punctuation and "г."; where the policy has no coordinates, those of a place in the city stand for it.
type Policy struct {
	Prefer Prefer
	// Split lets one line come from several places. Without it a line comes whole from one place, or is short.
	Split               bool
	City                string  // the buyer's
	Latitude, Longitude float64 //nolint:forbidigo // of the buyer, as those of a Place
}

// ranked is the code of a place and its distance in metres.
type ranked struct {
	code   string
	metres int64
}

// far is the distance of a place of which it is not known: no two points on earth are that far apart.
const far = 40_000_000

// rank sorts places by their distance. Only those at the buyer's own city are at 0 metres.
func rank(places []Place, p Policy) ([]ranked, error) {
	if err := checkPlaces(places, p); err != nil {
		return nil, err
	}
	lat, lon := p.Latitude, p.Longitude
	city := cityName(p.City)
	places = slices.SortedFunc(slices.Values(places), func(a, b Place) int { return cmp.Compare(a.Code, b.Code) })
	for _, x := range places {
		if lat == 0 && lon == 0 && city != "" && cityName(x.City) == city {
			lat, lon = x.Latitude, x.Longitude
		}
	}
	out := make([]ranked, len(places))
	for i, x := range places {
		out[i] = ranked{x.Code, far}
		switch {
		case city != "" && cityName(x.City) == city:
			out[i].metres = 0
		case (lat != 0 || lon != 0) && (x.Latitude != 0 || x.Longitude != 0):
			out[i].metres = max(1, distance(lat, lon, x.Latitude, x.Longitude))
		}
	}
	slices.SortStableFunc(out, func(a, b ranked) int { return cmp.Compare(a.metres, b.metres) })
	return out, nil
}

// checkPlaces refuses places that cannot be told apart, and points that are not on earth.
func checkPlaces(places []Place, p Policy) error {
	seen := map[string]bool{}
	for i, x := range places {
		switch {
		case x.Code == "":
			return refuse(order.ErrInvalid, order.Textf("places[%d].Code", i), "it is not set")
		case seen[x.Code]:
			return refuse(order.ErrDuplicate, order.Textf("place %s", x.Code), "two places have this code")
		case !onEarth(x.Latitude, x.Longitude):
			return refuse(order.ErrInvalid, order.Textf("place %s", x.Code),
				"its coordinates are impossible: the latitude is -90 to 90 degrees, the longitude -180 to 180")
		}
		seen[x.Code] = true
	}
	switch {
	case !onEarth(p.Latitude, p.Longitude):
		return refuse(order.ErrInvalid, order.Textf("the buyer's place"),
			"its coordinates are impossible: the latitude is -90 to 90 degrees, the longitude -180 to 180")
	case p.Prefer > FewestParcels:
		return refuse(order.ErrInvalid, order.Textf("Policy.Prefer"), "%d is not known", p.Prefer)
	}
	return nil
}

func onEarth(lat, lon float64) bool { //nolint:forbidigo // degrees
	return lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180
}

// distance returns the metres between two points on a sphere of the earth's mean radius, by the haversine formula. It
// is whole metres, so that the last bits of a machine's arithmetic decide nothing.
func distance(lat1, lon1, lat2, lon2 float64) int64 { //nolint:forbidigo // degrees
	const radius, radian = 6_371_008.8, math.Pi / 180
	hav := func(degrees float64) float64 { //nolint:forbidigo // degrees
		s := math.Sin(degrees * radian / 2)
		return s * s
	}
	h := hav(lat2-lat1) + math.Cos(lat1*radian)*math.Cos(lat2*radian)*hav(lon2-lon1)
	return int64(math.Round(2 * radius * math.Asin(math.Sqrt(min(1, h)))))
}

// cityName returns what of the name of a city is compared.
func cityName(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) > 1 && slices.Contains([]string{"г", "город", "м", "місто"}, words[0]) {
		words = words[1:]
	}
	return strings.ReplaceAll(strings.Join(words, " "), "ё", "е")
}

// refuse makes the error of a plan.
func refuse(problem error, what order.Text, format string, args ...any) error {
	return &order.Refused{What: what, Why: order.Textf(format, args...), Problem: problem}
}
