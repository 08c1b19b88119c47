import { useMemo } from 'react';
import { opaque } from '../../share/png.ts';
import { type CardItem, cardColours, fontOf, type Sheet } from '../../share/run-card/items.ts';
import type { Pictures } from '../../store/index.ts';

interface CardDrawingProps {
  readonly sheet: Sheet;
  readonly title: string;
  /** The target of the page's address on the card. */
  readonly link: string;
  readonly className?: string | undefined;
}

/** The card for screen and printer: its text stays text, at any size. */
export function CardDrawing({ sheet, title, link, className }: CardDrawingProps) {
  const { width, height, items } = sheet;
  const drawn = useMemo(() => items.map((item, place) => ({ item, key: `${place}` })), [items]);
  return (
    <svg className={className} xmlns="http://www.w3.org/2000/svg" viewBox={`0 0 ${width} ${height}`}>
      <title>{title}</title>
      <rect width={width} height={height} fill={cardColours.paper} />
      {drawn.map(({ item, key }) => (
        <Item key={key} item={item} link={link} />
      ))}
    </svg>
  );
}

function Item({ item, link }: { readonly item: CardItem; readonly link: string }) {
  switch (item.kind) {
    case 'text': {
      const { x, y, size, weight, colour, mono, end, text } = item;
      const words = (
        <text
          x={x}
          y={y}
          fontSize={size}
          fontWeight={weight}
          fill={colour}
          fontFamily={fontOf(item)}
          {...(end && { textAnchor: 'end' })}
        >
          {text}
        </text>
      );
      return mono ? <a href={link}>{words}</a> : words;
    }
    case 'line':
      return (
        <polyline
          points={item.points.map((point) => point.map((at) => at.toFixed(1)).join(',')).join(' ')}
          fill="none"
          stroke={item.colour}
          strokeWidth={item.width}
          strokeLinejoin="round"
        />
      );
    case 'picture':
      return (
        <image
          href={pictureAddress(item.pictures, item.index)}
          x={item.x}
          y={item.y}
          width={item.width}
          height={item.height}
          style={{ imageRendering: 'pixelated' }}
        />
      );
    case 'path':
      return (
        <path
          d={item.path}
          fill={item.colour}
          shapeRendering="crispEdges"
          transform={`translate(${item.x} ${item.y}) scale(${item.scale})`}
        />
      );
    default:
      return item satisfies never;
  }
}

/** One picture as a data URL, so that a printed or saved drawing needs no other file. */
function pictureAddress({ width, height, rgb }: Pictures, index: number): string {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const bytes = width * height * 3;
  const pixels = opaque(rgb.subarray(index * bytes, (index + 1) * bytes));
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas.toDataURL('image/png');
}
