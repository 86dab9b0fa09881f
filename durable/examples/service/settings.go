package main

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/ordo-sdk/ordo"
	"github.com/ordo-sdk/ordo/channels/megamarket"
	"github.com/ordo-sdk/ordo/erp/retailcrm"
	"github.com/ordo-sdk/ordo/texts"
)

// settings are read from the environment.
type settings struct {
	mmToken                        string
	mmMerchant                     int64
	mmBaseURL                      string
	callbackUser, callbackPassword string

	crmURL, crmKey, crmSite string
	mapping                 retailcrm.Mapping
	moduleURL, moduleID     string // both or none
	language                texts.Language
	clock                   ordo.Clock // tests set it; nil means the machine's

	listen, admin string

	store     string // memory, sqlite or postgres
	storeFile string // of sqlite
	storeURL  string // of postgres
}

// variable is a setting in the environment.
type variable struct {
	name    string
	what    string
	example string
	needed  bool
}

// variables returns all settings.
func variables() []variable {
	return []variable{
		{"MM_TOKEN", "token of the merchant's account at Megamarket, from the cabinet", "0A1B2C3D-...", true},
		{"MM_MERCHANT_ID", "the merchant's number there; box codes begin with it", "4107", true},
		{"MM_BASE_URL", "the API, if not " + megamarket.Production, megamarket.Test, false},
		{"MM_CALLBACK_USER", "user of Megamarket's callbacks, as agreed in the cabinet", "megamarket", true},
		{"MM_CALLBACK_PASSWORD", "password of these callbacks", "a long secret", true},
		{"CRM_URL", "address of the RetailCRM account", "https://shop.retailcrm.ru", true},
		{"CRM_KEY", "API key, from Settings, Integration, API keys", "xxxxxxxxxxxxxxxx", true},
		{"CRM_SITE", "code of the shop that takes the orders", "mm-shop", true},
		{"CRM_MAPPING", "JSON file with the mapping of the account's statuses; default: that of a new account", "mapping.json", false},
		{"MODULE_URL", "where RetailCRM calls this service: its public address and /crm-1; default: no calls", "https://ordo.example/crm-1", false},
		{"MODULE_CLIENT_ID", "secret that RetailCRM sends with its calls; set together with MODULE_URL", "another long secret", false},
		{"MERCHANT_LANGUAGE", "language of the journal, of notes in the CRM and of states: en, ru, uk or pl; default: en", "ru", false},
		{"STORE_FILE", "with -store sqlite: file of the orders, on a disk of this machine; default: orders.db", "/var/lib/ordo/orders.db", false},
		{"STORE_URL", "with -store postgres: database of the orders, which other machines may share", "postgres://ordo:password@db.example/ordo", false},
		{"LISTEN", "address for webhooks; default: :8080; a proxy adds TLS", ":8080", false},
		{"ADMIN", "address of the pages for people, on this machine only; default: 127.0.0.1:8081", "127.0.0.1:8081", false},
	}
}

// explained lists the settings with examples.
func explained() string {
	var b strings.Builder
	for _, v := range variables() {
		needed := ""
		if !v.needed {
			needed = " (optional)"
		}
		fmt.Fprintf(&b, "  %-21s %s%s\n  %-21s e.g. %s\n", v.name, v.what, needed, "", v.example)
	}
	return b.String()
}

// read reads the settings, for orders that are kept in memory, sqlite or postgres. The error lists everything that is
// wrong by the names of the variables, and shows no secrets.
func read(env func(string) string, store string) (settings, error) {
	var errs []error
	set := 0
	for _, v := range variables() {
		if env(v.name) != "" {
			set++
		}
		if v.needed && strings.TrimSpace(env(v.name)) == "" {
			errs = append(errs, fmt.Errorf("%s is missing: %s", v.name, v.what))
		}
	}
	if set == 0 {
		return settings{}, errors.New("no settings: set the variables below; optional ones may be left out")
	}
	wrong := func(name, format string, args ...any) {
		errs = append(errs, fmt.Errorf("%s: %s", name, fmt.Sprintf(format, args...)))
	}
	s := settings{
		mmToken: env("MM_TOKEN"), mmBaseURL: cmp.Or(env("MM_BASE_URL"), megamarket.Production),
		callbackUser: env("MM_CALLBACK_USER"), callbackPassword: env("MM_CALLBACK_PASSWORD"),
		crmURL: env("CRM_URL"), crmKey: env("CRM_KEY"), crmSite: env("CRM_SITE"), mapping: retailcrm.DefaultMapping(),
		moduleURL: env("MODULE_URL"), moduleID: env("MODULE_CLIENT_ID"),
		listen: cmp.Or(env("LISTEN"), ":8080"), admin: cmp.Or(env("ADMIN"), "127.0.0.1:8081"),
		store: store, storeFile: cmp.Or(env("STORE_FILE"), "orders.db"), storeURL: env("STORE_URL"),
	}
	if text := env("MM_MERCHANT_ID"); text != "" {
		var err error
		if s.mmMerchant, err = strconv.ParseInt(text, 10, 64); err != nil || s.mmMerchant <= 0 {
			wrong("MM_MERCHANT_ID", "%q must be a number greater than 0, e.g. 4107", text)
		}
	}
	for _, name := range []string{"MM_BASE_URL", "CRM_URL", "MODULE_URL"} {
		if u, err := url.Parse(env(name)); env(name) != "" && (err != nil || u.Host == "") {
			wrong(name, "must be an address such as https://shop.retailcrm.ru")
		}
	}
	if (s.moduleURL == "") != (s.moduleID == "") {
		wrong("MODULE_URL", "must be set together with MODULE_CLIENT_ID, or not at all")
	}
	if code := env("MERCHANT_LANGUAGE"); code != "" {
		var err error
		if s.language, err = texts.ParseLanguage(code); err != nil {
			wrong("MERCHANT_LANGUAGE", "%v", err)
		}
	}
	if path := env("CRM_MAPPING"); path != "" {
		if text, err := os.ReadFile(path); err != nil {
			wrong("CRM_MAPPING", "%v", err)
		} else if s.mapping, err = retailcrm.ParseMapping(text); err != nil {
			wrong("CRM_MAPPING", "%s: %v", path, err)
		}
	}
	if host, _, err := net.SplitHostPort(s.admin); err != nil {
		wrong("ADMIN", "%q must be an address such as 127.0.0.1:8081", s.admin)
	} else if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		wrong("ADMIN", "%q is open to others, and the pages have no password: use 127.0.0.1:8081", s.admin)
	}
	switch store {
	case "memory", "sqlite":
	case "postgres":
		if u, err := url.Parse(s.storeURL); err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
			wrong("STORE_URL", "must be an address such as postgres://ordo:password@db.example/ordo")
		}
	default:
		wrong("-store", "%q must be memory, sqlite or postgres", store)
	}
	if len(errs) > 0 {
		return settings{}, errors.Join(errs...)
	}
	return s, nil
}
