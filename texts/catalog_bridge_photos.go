package texts

// bridgePhotos are texts about pictures of marking codes.
func bridgePhotos() []entry {
	return []entry{
		{
			"the picture has no marking code: send another one, or type the code",
			"на изображении нет кода маркировки: пришлите другое или введите код",
			"на зображенні немає коду маркування: надішліть інше або введіть код",
			"na obrazie nie ma kodu znakowania: wyślij inny albo wpisz kod",
		},
		{
			"each of these units has a code: say which one is wrong, then send the picture again",
			"у каждой из этих единиц есть код: укажите, какой неверен, и пришлите изображение снова",
			"у кожної з цих одиниць є код: вкажіть, який хибний, і надішліть зображення знову",
			"każda z tych sztuk ma kod: wskaż, który jest błędny, i wyślij obraz ponownie",
		},
		{
			"the picture shows more marking codes than units wait for one: take each unit by itself",
			"на изображении кодов маркировки больше, чем единиц без кода: снимите каждую единицу отдельно",
			"на зображенні кодів маркування більше, ніж одиниць без коду: зніміть кожну одиницю окремо",
			"na obrazie jest więcej kodów znakowania niż sztuk bez kodu: sfotografuj każdą sztukę osobno",
		},
		{
			"%s has a photo of a marking code: photos are kept there and not read here, type the code beside it",
			"%s: есть фото кода маркировки; фото хранятся там и здесь не читаются, впишите код рядом",
			"%s: є фото коду маркування; фото зберігаються там і тут не читаються, впишіть код поруч",
			"%s: jest zdjęcie kodu znakowania; zdjęcia są tam przechowywane i nie są tu odczytywane, wpisz kod obok",
		},
		{"the photo at %s: %s", "фото в «%s»: %s", "фото в «%s»: %s", "zdjęcie w „%s”: %s"},
	}
}
