package texts

// photoTexts are why no marking code was read from a picture, and what to do.
func photoTexts() []entry {
	return []entry{
		{
			"the picture is empty: send it again",
			"изображение пустое: пришлите его ещё раз",
			"зображення порожнє: надішліть його ще раз",
			"obraz jest pusty: wyślij go ponownie",
		},
		{
			"the picture has %d MB, %d are read: send a smaller one, only of the code",
			"в изображении %d МБ, читаются %d: пришлите меньшее, только код",
			"у зображенні %d МБ, читаються %d: надішліть менше, лише код",
			"obraz ma %d MB, odczytywane są %d: wyślij mniejszy, tylko kod",
		},
		{
			"the picture has %d × %d pixels: send a smaller one, only of the code",
			"в изображении %d × %d точек: пришлите меньшее, только код",
			"у зображенні %d × %d точок: надішліть менше, лише код",
			"obraz ma %d × %d pikseli: wyślij mniejszy, tylko kod",
		},
		{
			"the picture is %s, which is not read here: send it as JPEG or PNG",
			"изображение в формате %s, который здесь не читается: пришлите JPEG или PNG",
			"зображення у форматі %s, який тут не читається: надішліть JPEG або PNG",
			"obraz jest w formacie %s, który nie jest tu odczytywany: wyślij JPEG lub PNG",
		},
		{
			"the file is no picture that is read here: send it as JPEG or PNG",
			"этот файл не читается здесь как изображение: пришлите JPEG или PNG",
			"цей файл не читається тут як зображення: надішліть JPEG або PNG",
			"ten plik nie jest obrazem, który jest tu odczytywany: wyślij JPEG lub PNG",
		},
		{
			"the picture is damaged or was not sent whole: send it again",
			"изображение повреждено или передано не целиком: пришлите его ещё раз",
			"зображення пошкоджене або передане не повністю: надішліть його ще раз",
			"obraz jest uszkodzony lub nie został wysłany w całości: wyślij go ponownie",
		},
		{
			"no marking code can be read in the picture: take it closer, sharp and in good light, with the whole square and a white edge around it, or type the code",
			"на изображении не читается код маркировки: снимите ближе, резко и при хорошем свете, весь квадрат с белым краем вокруг, или введите код",
			"на зображенні не читається код маркування: зніміть ближче, різко й за доброго світла, весь квадрат із білим краєм навколо, або введіть код",
			"na obrazie nie da się odczytać kodu znakowania: zrób zdjęcie z bliska, ostre i przy dobrym świetle, cały kwadrat z białym brzegiem, albo wpisz kod",
		},
		{
			"the picture shows another code: take the square DataMatrix of the unit",
			"на изображении другой код: снимите квадратный DataMatrix единицы",
			"на зображенні інший код: зніміть квадратний DataMatrix одиниці",
			"na obrazie jest inny kod: zrób zdjęcie kwadratowego DataMatrix sztuki",
		},
	}
}
