package bitrix24

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// tabLife is how long the forms of an opened tab are taken: as long as the person's token, which is asked once.
const tabLife = time.Hour

var errSeal = errors.New("the form was not made here, was changed, or is of another portal")

// now is the client's clock.
func (t *Tab) now() time.Time { return t.s.client.rest.Now() }

// seal signs who is before which deal, for a new page.
func (t *Tab) seal(v visit) (string, error) {
	v.Nonce = rand.Text()
	b, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(b) + "." + base64.RawURLEncoding.EncodeToString(t.mac(b)), nil
}

// unseal reads what seal wrote. It is compared in constant time, before anything in it is looked at.
func (t *Tab) unseal(text string) (visit, error) {
	var v visit
	head, tail, _ := strings.Cut(text, ".")
	b, err := base64.RawURLEncoding.DecodeString(head)
	if err != nil {
		return v, errSeal
	}
	mac, err := base64.RawURLEncoding.DecodeString(tail)
	if err != nil || !hmac.Equal(mac, t.mac(b)) {
		return v, errSeal
	}
	if err := json.Unmarshal(b, &v); err != nil {
		return v, err
	}
	if t.now().Unix() >= v.Until {
		return v, errors.New("the form has expired")
	}
	return v, nil
}

// mac names its purpose and the account, as the host may use the key for more than one tab.
func (t *Tab) mac(b []byte) []byte {
	h := hmac.New(sha256.New, []byte(t.set.Key.Reveal()))
	_, _ = h.Write([]byte("ordo bitrix24 tab\x00" + t.s.client.rest.Account() + "\x00")) // never fails
	_, _ = h.Write(b)
	return h.Sum(nil)
}
