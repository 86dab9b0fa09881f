package torgsoft

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/ordo-sdk/ordo/order"
)

// pictures returns the addresses of a good's pictures, or says why ROZETKA would refuse the good for them.
func (p PriceList) pictures(g Good) (out []string, why order.Text) {
	found := g.Photos
	if p.Pictures != nil {
		found = p.Pictures(g)
	}
	for _, picture := range found {
		address, problem := p.picture(picture)
		if !problem.IsZero() {
			why = problem
			continue
		}
		if len(out) < maxPictures && !slices.Contains(out, address) {
			out = append(out, address)
		}
	}
	switch {
	case len(out) > 0:
		return out, order.Text{}
	case why.IsZero():
		why = order.Textf("it has no picture")
	}
	return nil, why
}

// picture returns the address of a picture: over https, in ASCII, without blanks and plus signs.
func (p PriceList) picture(name string) (address string, why order.Text) {
	if !strings.Contains(name, "://") {
		if p.PictureURL == "" {
			return "", order.Textf("the picture %q is no address: set PriceList.PictureURL", name)
		}
		name = strings.TrimSuffix(p.PictureURL, "/") + "/" + url.PathEscape(name)
	}
	u, err := url.Parse(name)
	if err != nil || u.Host == "" {
		return "", order.Textf("the address of its picture cannot be read: %q", name)
	}
	address = strings.ReplaceAll(u.String(), "+", "%2B")
	bad := strings.IndexFunc(address, func(r rune) bool { return r > unicode.MaxASCII || unicode.IsSpace(r) }) >= 0
	switch {
	case u.Scheme != "https":
		return "", order.Textf("the address of its picture must begin with https: %q", name)
	case bad || len(address) > maxURL:
		return "", order.Textf("the address of its picture must be of at most %d ASCII characters, without blanks: %q", maxURL, name)
	}
	return address, why
}
