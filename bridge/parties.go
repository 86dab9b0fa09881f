package bridge

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/ordo-sdk/ordo/contact"
	"github.com/ordo-sdk/ordo/erp"
	"github.com/ordo-sdk/ordo/order"
)

// Between the search of a party and its creation another order may create the same one: of the same buyer, in another
// pass or process. So whoever creates one claims its keys in the store before, by compare-and-set, and leaves there
// what came of it.

// partyBucket has the claims of parties: by the directory's account, the key and a digest of its value, which is
// somebody's phone number or name.
const partyBucket = "party"

// partyClaimed is how long a claim holds. It is longer than a call may take; after it, the order that claimed is gone.
const partyClaimed = 15 * time.Minute

// partyFresh is how long what was created counts although the directory does not find it yet. After that the directory
// is right: people may have deleted it there.
const partyFresh = time.Hour

// partyClaim says who creates the party with a key, or what was created.
type partyClaim struct {
	Order string    `json:"order"`
	At    time.Time `json:"at"`
	Party string    `json:"party,omitzero"` // its id in the directory
}

// holds reports whether the claim still counts. A clock may have been wrong.
func (c partyClaim) holds(now time.Time) bool {
	age := now.Sub(c.At)
	if age < 0 {
		age = -age
	}
	if c.Party == "" {
		return age < partyClaimed
	}
	return age < partyFresh
}

// partyValue is a key of a buyer, and its value in the form in which it is compared.
type partyValue struct {
	key   erp.PartyKey
	value string
}

func (v partyValue) bucketKey(account string) string {
	sum := sha256.Sum256([]byte(v.value))
	return joinKey(account, string(v.key), hex.EncodeToString(sum[:]))
}

// valuesOf returns by what a buyer is searched, in order. What the order does not tell is no key.
func (p Parties) valuesOf(b order.Buyer) []partyValue {
	var vs []partyValue
	for _, k := range p.Keys {
		if v := p.normal(k, map[erp.PartyKey]string{erp.PartyPhone: b.Phone, erp.PartyName: b.Name, erp.PartyEmail: b.Email}[k]); v != "" {
			vs = append(vs, partyValue{k, v})
		}
	}
	return vs
}

// normal returns a value in the form in which two are compared; "" for one that is none.
func (p Parties) normal(k erp.PartyKey, text string) string {
	switch k {
	case erp.PartyPhone:
		number, err := contact.Phone(text, p.Region)
		if err != nil {
			return ""
		}
		return number
	case erp.PartyEmail:
		address, err := contact.Email(text)
		if err != nil {
			return ""
		}
		return strings.ToLower(address)
	case erp.PartyName:
		return strings.ToLower(strings.Join(strings.Fields(apostrophes.Replace(text)), " "))
	}
	return ""
}

// apostrophes are written in many ways; a directory rarely has the one that the buyer has typed.
var apostrophes = strings.NewReplacer("’", "'", "ʼ", "'", "`", "'", "‘", "'")

// has reports whether a party that a directory found has a value. A search may also find what only begins so.
func (p Parties) has(x erp.Party, v partyValue) bool {
	switch v.key {
	case erp.PartyPhone:
		return slices.ContainsFunc(x.Phones, func(t string) bool { return p.normal(v.key, t) == v.value })
	case erp.PartyEmail:
		return p.normal(v.key, x.Email) == v.value
	case erp.PartyName:
		return p.normal(v.key, x.Name) == v.value
	}
	return false
}

// search returns the parties that a buyer may be: those of the first key that finds any.
func (p Parties) search(ctx context.Context, d erp.Directory, vs []partyValue) ([]erp.Party, error) {
	for _, v := range vs {
		found, err := d.Parties(ctx, v.key, v.value)
		if err != nil {
			return nil, err
		}
		found = slices.DeleteFunc(slices.Clone(found), func(x erp.Party) bool { return x.Ref.ID == "" || !p.has(x, v) })
		if len(found) > 0 {
			return found, nil
		}
	}
	return nil, nil
}

// claimParty claims the keys of a party for an order. party is the id of one that was created just now for another
// order; taken reports that another order is creating it.
func (h *directoryHandler) claimParty(ctx context.Context, a *account, id string, vs []partyValue) (party string, taken bool, err error) {
	keys := make([]string, len(vs))
	for i, v := range vs {
		keys[i] = v.bucketKey(a.name)
	}
	kept, err := h.store.Values(ctx, partyBucket, keys...)
	if err != nil {
		return "", false, err
	}
	now := h.now()
	for _, k := range keys {
		c, there := readClaim(kept[k])
		switch {
		case !there || !c.holds(now):
		case c.Party != "":
			return c.Party, false, nil
		case c.Order != id:
			return "", true, nil
		}
	}
	mine := partyClaim{Order: id, At: now}.encode()
	for i, k := range keys {
		err := h.store.Swap(ctx, partyBucket, k, kept[k], mine)
		if err == nil {
			continue
		}
		for _, was := range keys[:i] { // all or none
			err = errors.Join(err, h.dropClaim(ctx, was, mine))
		}
		if errors.Is(err, ErrConflict) {
			return "", true, nil
		}
		return "", false, err
	}
	return "", false, nil
}

// endClaims writes into the claims of an order what was created, or ends them if nothing was.
func (h *directoryHandler) endClaims(ctx context.Context, a *account, id string, vs []partyValue, party string) error {
	var errs []error
	for _, v := range vs {
		k := v.bucketKey(a.name)
		kept, err := h.store.Values(ctx, partyBucket, k)
		if err != nil {
			return err
		}
		if c, there := readClaim(kept[k]); !there || c.Order != id || c.Party != "" {
			continue
		}
		if party == "" {
			err = h.dropClaim(ctx, k, kept[k])
		} else {
			err = h.store.Swap(ctx, partyBucket, k, kept[k], partyClaim{Order: id, At: h.now(), Party: party}.encode())
		}
		if !errors.Is(err, ErrConflict) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func (h *directoryHandler) dropClaim(ctx context.Context, key string, was []byte) error {
	if err := h.store.Swap(ctx, partyBucket, key, was, nil); !errors.Is(err, ErrConflict) {
		return err
	}
	return nil
}

func (c partyClaim) encode() []byte {
	b, err := json.Marshal(c)
	if err != nil { // it holds two texts and a time of ours
		return []byte("{}")
	}
	return b
}

func readClaim(b []byte) (partyClaim, bool) {
	var c partyClaim
	return c, len(b) > 0 && json.Unmarshal(b, &c) == nil
}

// toCreate is the buyer of an order as a party that is to be created.
func (p Parties) toCreate(b order.Buyer) erp.Party {
	x := erp.Party{Name: strings.Join(strings.Fields(b.Name), " "), Email: p.normal(erp.PartyEmail, b.Email), Fields: p.Fields}
	if phone := cmp.Or(p.normal(erp.PartyPhone, b.Phone), strings.TrimSpace(b.Phone)); phone != "" {
		x.Phones = []string{phone}
	}
	return x
}
