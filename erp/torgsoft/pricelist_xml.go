package torgsoft

import (
	"encoding/xml"
)

type catalogXML struct {
	XMLName    xml.Name `xml:"yml_catalog"`
	Date       string   `xml:"date,attr"`
	Name       string   `xml:"shop>name,omitempty"`
	Company    string   `xml:"shop>company,omitempty"`
	URL        string   `xml:"shop>url,omitempty"`
	Currencies struct {
		Currency currencyXML `xml:"currency"`
	} `xml:"shop>currencies"`
	Categories struct {
		Category []categoryXML `xml:"category"`
	} `xml:"shop>categories"`
	Offers struct {
		Offer []offerXML `xml:"offer"`
	} `xml:"shop>offers"`
}

type currencyXML struct {
	ID   string `xml:"id,attr"`
	Rate string `xml:"rate,attr"`
}

type categoryXML struct {
	ID   string `xml:"id,attr"`
	Name string `xml:",chardata"`
}

type offerXML struct {
	ID            string     `xml:"id,attr"`
	Available     string     `xml:"available,attr"`
	Price         string     `xml:"price"`
	Old           string     `xml:"price_old,omitempty"`
	Currency      string     `xml:"currencyId"`
	Category      string     `xml:"categoryId"`
	Pictures      []string   `xml:"picture"`
	Vendor        string     `xml:"vendor"`
	Article       string     `xml:"article,omitempty"`
	Stock         int64      `xml:"stock_quantity"`
	Name          string     `xml:"name"`
	NameUA        string     `xml:"name_ua,omitempty"`
	Description   string     `xml:"description"`
	DescriptionUA string     `xml:"description_ua,omitempty"`
	Params        []paramXML `xml:"param"`
}

type paramXML struct {
	Name  string `xml:"name,attr"`
	Value string `xml:",chardata"`
}
