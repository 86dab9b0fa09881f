package rozetkatest

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"

	"github.com/ordo-sdk/ordo/fake"
)

// login serves POST /sites: the password comes in Base64.
func login(c *call) (any, error) {
	var in struct{ Username, Password string }
	if strings.HasPrefix(c.r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		form, err := url.ParseQuery(string(c.body))
		if err != nil {
			return nil, malformed(err)
		}
		v := fake.Form(form)
		in.Username, in.Password = v.Text("username"), v.Text("password")
		if unread := v.Unread(); len(unread) > 0 {
			return nil, malformed(fmt.Errorf("unknown field %q", unread[0]))
		}
	} else if err := c.read(&in); err != nil {
		return nil, err
	}
	password, err := base64.StdEncoding.DecodeString(in.Password)
	if err != nil || in.Username != c.settings.Username || string(password) != c.settings.Password {
		return nil, wrongLogin
	}
	token := fmt.Sprintf("%032x", uint64(c.id(0))*0x9e3779b97f4a7c15)
	c.tokens[token] = c.at.Add(c.settings.TokenLife)
	c.commit()
	permissions, roles := []string{"order_edit", "correspondence", "goods_active"}, []string{"default_orders"}
	if c.settings.NoOrderRights {
		permissions, roles = []string{}, []string{"guest"}
	}
	return object{
		"id": 4401, "access_token": token, "permissions": permissions, "roles": roles,
		"seller": object{
			"fio": sellerName, "email": "demo@example.com", "wizard": false,
			"first_phone": object{"id": 1, "phone_number": "+380670000001", "confirmed": true},
		},
		"market": object{
			"id": c.settings.MarketID, "logo": "https://content.example/logo.png", "business_model": "b2c",
			"title": "demo_shop", "title_translit": "demo_shop", "market_url": "https://rozetka.example/seller/demo_shop",
			"war_block": false, "status": "6", "status_label": "Активний", "status_description": "",
			"status_transfer_reason": object{"label": "", "description": ""}, "fulfillment_available": false,
		},
		"raising": nil, "needInterview": false, "lang": "ua", "poll_link": "",
	}, nil
}

// The manager whose login it is.
const (
	sellerID   = 4401
	sellerName = "Демо Менеджер"
)

// logout serves POST /sites/logout.
func logout(c *call) (any, error) {
	delete(c.tokens, c.bearer())
	c.commit()
	return object{"logout": true}, nil
}

func (c *call) bearer() string {
	token, _ := strings.CutPrefix(c.r.Header.Get("Authorization"), "Bearer ")
	return token
}

// authorize checks the token of a call.
func (c *call) authorize() error {
	token := c.bearer()
	old := wrongToken
	if c.settings.ExpiredAs401 {
		old = expired
	}
	switch until, ok := c.tokens[token]; {
	case token == "":
		return noToken
	case token == c.settings.Token:
		if c.at.Sub(c.used) >= day {
			return old
		}
		c.used = c.at
		return nil
	case !ok || !c.at.Before(until):
		return old
	}
	if c.settings.NoOrderRights && strings.Contains(c.r.URL.Path, "orders/") {
		return accessDenied
	}
	return nil
}

// ExpireTokens ends the life of all tokens issued so far.
func (s *Server) ExpireTokens() { s.do(func() { clear(s.tokens) }) }
